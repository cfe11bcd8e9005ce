import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { plainOrder } from '../../src/forecast/plain_order.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { cast } from './recordings.ts';

const around = { repertoire: cast, fileExists: () => false };

const whole = (script: string, rest = ''): string => `name: storm
target:
  url: simulator
tools:
  lookup_order: { description: Finds one., result: { status: shipped } }
${rest}callers:
  - name: anyone
    script:
${script
  .trim()
  .split('\n')
  .map((line) => `      ${line}\n`)
  .join('')}load:
  concurrency: 2
  calls: 4
`;

const read = (text: string): Scenario => {
  const { source, errors } = readYaml(text, 'storm.yaml', 'scenario');
  return checkScenario(source, around, errors);
};

const mistakesIn = (text: string): readonly (readonly [string | undefined, string])[] => {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigErrors)) throw error;
    return error.errors.map(({ message, place }) => [place.path, message] as const);
  }
};

const BLOCKS = `blocks:
  once-more:
    - say: { any_of: [hello, wait] }
`;

const script = `
- listen
- say: hello
- hear:
    when:
      - { says: /number/i, likely: true, then: [{ say: wait }, { expect: { says: thanks } }, listen] }
      - { tool: lookup_order, then: [listen] }
      - { nothing: true, then: [{ use: once-more }], again: true }
    else: [{ use: once-more }, listen]
    at_most: 2
    deadline: 5s
- say: goodbye
- hangup
`;

describe('a script that hears', () => {
  const scenario = read(whole(script, BLOCKS));
  const steps = scenario.callers[0]?.steps ?? [];

  it('is laid out step behind step, each branch with its way on or back', () => {
    const ways = steps.map((step) =>
      step.op === 'go' ? `go ${step.to}` : step.op === 'say' ? `say ${JSON.stringify(step.speech)}` : step.op,
    );
    expect(ways).toEqual([
      'listen',
      'say [{"utterance":"hello"}]',
      'hear',
      'say [{"utterance":"wait"}]',
      'listen',
      'go 13',
      'listen',
      'go 13',
      'say [{"utterance":"hello"}]',
      'go 2',
      'say [{"utterance":"hello"}]',
      'listen',
      'go 13',
      'say [{"utterance":"goodbye"}]',
      'hangup',
    ]);
    expect(steps[2]).toEqual({
      op: 'hear',
      deadlineMs: 5000,
      branches: [
        { when: { is: 'says', pattern: { source: 'number', flags: 'i' } }, to: 3 },
        { when: { is: 'tool', name: 'lookup_order' }, to: 6 },
        { when: null, to: 8, again: true },
      ],
      otherwise: { to: 10 },
      likely: 0,
      again: 2,
      past: 13,
    });
    expect(steps[8]).toMatchObject({ others: [[{ utterance: 'wait' }]] });
  });

  it('hears three times again where it does not say how often', () => {
    const { callers } = read(whole(script.replace('    at_most: 2\n', ''), BLOCKS));
    expect(callers[0]?.steps[2]).toMatchObject({ again: 3 });
  });

  it('expects of a turn in a branch only what came to it', () => {
    expect(scenario.judgement.expectations).toMatchObject([
      { caller: 'anyone', step: 3, place: 3, conditional: true },
    ]);
    const { judgement } = read(
      whole(`- say: hello
- hear: { when: [{ says: bye, then: [hangup] }] }
- say: wait
- listen
- expect: { says: thanks }`),
    );
    expect(judgement.expectations).toMatchObject([{ step: 4, conditional: true }]);
  });

  it('has recordings for all that it may say', async () => {
    const { plan } = await compileWith(cast, scenario);
    expect(Object.keys(plan.personas[0]?.clips ?? {})).toEqual(['goodbye', 'hello', 'wait']);
  });

  it('is estimated by its plain order: the likely branch, else what is done otherwise', () => {
    const ops = (of: typeof steps): readonly string[] => plainOrder(of).map(({ op }) => op);
    expect(ops(steps)).toEqual(['listen', 'say', 'hear', 'say', 'listen', 'say', 'hangup']);
    const unlikely = read(whole(script.replace(' likely: true,', ''), BLOCKS)).callers[0]?.steps ?? [];
    expect(plainOrder(unlikely).map((step) => ('speech' in step ? step.speech : []))).toEqual([
      [],
      [{ utterance: 'hello' }],
      [],
      [{ utterance: 'hello' }],
      [],
      [{ utterance: 'goodbye' }],
      [],
    ]);
    const back = read(whole(script.replace('likely: true,', 'likely: true, again: true,'), BLOCKS));
    expect(ops(back.callers[0]?.steps ?? [])).toEqual([
      'listen',
      'say',
      'hear',
      'say',
      'listen',
      'hear',
      'say',
      'hangup',
    ]);
  });

  it('uses a caller’s own block in place of the scenario’s of the same name', () => {
    const own = whole(script, BLOCKS).replace(
      '    script:\n',
      '    blocks: { once-more: [{ say: wait }] }\n    script:\n',
    );
    // The scenario's is used by nobody then.
    expect(mistakesIn(own)).toEqual([['blocks.once-more', 'never reached: no script says use: once-more']]);
  });
});

describe('mistakes in a script that hears', () => {
  it.each([
    ['- use: hello', 'callers[0].script[1].use', 'unknown block "hello"'],
    [
      '- hear: { else: [listen] }',
      'callers[0].script[1].hear.when',
      'missing: expected a list of conditions',
    ],
    ['- hear: { when: [] }', 'callers[0].script[1].hear.when', 'expected a list of conditions'],
    [
      '- hear: { when: [{ then: [listen] }] }',
      'callers[0].script[1].hear.when[0]',
      'expected what is to be heard, found nothing of the kind',
    ],
    [
      '- hear: { when: [{ says: a, tool: lookup_order }] }',
      'callers[0].script[1].hear.when[0]',
      'expected one condition, found says and tool',
    ],
    [
      '- hear: { when: [{ yields: 1s }] }',
      'callers[0].script[1].hear.when[0].yields',
      'expected what one answer can show, found yields',
    ],
    [
      '- hear: { when: [{ not: hangup }] }',
      'callers[0].script[1].hear.when[0].not',
      'expected what one answer can show, found hangup',
    ],
    [
      '- hear: { when: [{ tool: lookup }] }',
      'callers[0].script[1].hear.when[0].tool',
      'unknown tool "lookup"',
    ],
    [
      '- hear: { when: [{ says: a }, { says: b }, { says: A }, { says: a }] }',
      'callers[0].script[1].hear.when[3]',
      'never taken: when[0] holds whenever this does',
    ],
    [
      '- hear: { when: [{ says: a, again: true }] }',
      'callers[0].script[1].hear.when[0].again',
      'expected something to be answered before it hears again',
    ],
    [
      '- hear: { when: [{ says: a, likely: true }, { says: b, likely: true }] }',
      'callers[0].script[1].hear.when[1].likely',
      'when[0] is the likely one already',
    ],
    [
      '- hear: { when: [{ says: a, then: [{ say: helo }] }] }',
      'callers[0].script[1].hear.when[0].then[0].say',
      'unknown utterance "helo"',
    ],
    [
      '- hear: { when: [{ says: a }], else: [{ sya: hello }] }',
      'callers[0].script[1].hear.else[0].sya',
      'unknown key "sya"',
    ],
    [
      '- hear: { when: [{ says: a, then: [{ expect: { says: b } }] }] }',
      'callers[0].script[1].hear.when[0].then[0].expect',
      'in a branch, expected something to be said',
    ],
    [
      '- hear: { when: [{ says: a, then: [{ say: hello }, listen] }] }\n- expect: { says: b }',
      'callers[0].script[2].expect',
      'it could be of the turn of any branch of the hear before',
    ],
    [
      '- hear: { when: [{ says: a, then: [hangup] }], else: [hangup] }\n- say: hello',
      'callers[0].script[2]',
      'never reached: the call is over before, whatever is heard',
    ],
    [
      '- hear: { when: [{ says: a, then: [{ interrupt: { say: wait } }] }] }',
      'callers[0].script[1].hear.when[0].then[0].interrupt',
      'expected an answer to speak over',
    ],
    ['- say: { any_of: [hello] }', 'callers[0].script[1].say.any_of', 'expected at least two things to say'],
    [
      '- say: { any_of: [hello, wait], speech: hello }',
      'callers[0].script[1].say',
      'expected one thing to say, found any_of and speech',
    ],
  ])('%s', (step, path, message) => {
    const mistakes = mistakesIn(whole(`- say: hello\n${step}`));
    expect(mistakes.map(([at]) => at)).toEqual([path]);
    expect(mistakes[0]?.[1]).toContain(message);
  });

  it('finds a block that uses itself, at the use, and one that nobody uses', () => {
    const blocks = `blocks:
  a: [{ use: b }]
  b: [{ say: hello }, { use: a }]
  c: [{ say: helo }]
`;
    expect(mistakesIn(whole('- use: a', blocks))).toEqual([
      ['blocks.b[1].use', 'a block cannot use itself: a → b → a'],
      ['blocks.c', 'never reached: no script says use: c'],
    ]);
  });

  it('tells a mistake in a block once, however often it is used', () => {
    const blocks = 'blocks:\n  a: [{ say: helo }]\n';
    expect(mistakesIn(whole('- use: a\n- use: a', blocks))).toEqual([
      ['blocks.a[0].say', expect.stringContaining('unknown utterance "helo"')],
    ]);
  });

  it('bounds how deep and how long a script is', () => {
    const deep = (levels: number): string =>
      levels === 0 ? '{ say: hello }' : `{ hear: { when: [{ says: a, then: [${deep(levels - 1)}] }] } }`;
    expect(mistakesIn(whole(`- say: hello\n- ${deep(8)}`))).toEqual([]);
    expect(mistakesIn(whole(`- say: hello\n- ${deep(9)}`)).map(([, message]) => message)).toEqual([
      'expected branches and blocks within one another at most 8 deep',
    ]);
    const wide = (name: string, of: string): string => `  ${name}: [${Array(11).fill(of).join(', ')}]\n`;
    const blocks = `blocks:\n${wide('a', '{ use: b }')}${wide('b', '{ use: c }')}${wide('c', '{ say: hello }')}`;
    expect(mistakesIn(whole('- use: a', blocks)).map(([, message]) => message)).toContain(
      'expected at most 1000 steps, with every block counted where it is used',
    );
  });
});
