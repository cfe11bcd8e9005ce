import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { readModule } from '../../src/scenario/module.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { SCHEMA_FILE, schemaText } from '../../src/scenario/publish_schema.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-load-'));
});
afterAll(() => rm(dir, { recursive: true }));

const scenario = {
  name: 'tiny',
  callers: [{ name: 'a', script: ['listen', { say: 'hello' }, { listen: '8s' }] }],
  load: { concurrency: 1, calls: 2 },
};

async function load(name: string, text: string) {
  await writeFile(join(dir, name), text);
  return loadScenario(name, { cwd: dir, fixturesDirs: [PACKAGE_FIXTURES_DIR] });
}

async function complaints(name: string, text: string): Promise<readonly string[]> {
  try {
    await load(name, text);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

describe('loadScenario', () => {
  it('reads the same scenario from YAML, JSON, TypeScript and JavaScript', async () => {
    const json = JSON.stringify(scenario, null, '\t');
    const all = [
      await load('a.json', json),
      await load(
        'a.yaml',
        'name: tiny\ncallers:\n  - name: a\n    script: [listen, say: hello, listen: 8s]\nload: { concurrency: 1, calls: 2 }\n',
      ),
      await load(
        'a.ts',
        `import { defineScenario } from 'callstorm';\nconst name: string = 'tiny';\nexport default defineScenario({ ...${json}, name } as never);\n`,
      ),
      await load('a.mjs', `export default await Promise.resolve(${json});`),
      await load('b.mjs', `export default Promise.resolve(${json});`),
    ];
    for (const each of all) expect(each.scenario).toEqual(all[0]?.scenario);
    expect(all[0]?.scenario.callers[0]?.steps).toEqual([
      { op: 'listen', onTimeout: 'fail' },
      { op: 'say', speech: [{ utterance: 'hello' }] },
      { op: 'listen', deadlineMs: 8000, onTimeout: 'fail' },
    ]);
  });

  it('follows anchors and merges, and finds the places behind them', async () => {
    const text =
      'name: x\ncallers:\n  - &a\n    name: a\n    script: [listen, say: helo]\n  - <<: *a\n    name: b\nload: { concurrency: 1, calls: 1 }\n';
    expect(await complaints('anchors.yaml', text)).toEqual([
      expect.stringMatching(/^anchors\.yaml:5:27: callers\[0\].*did you mean "hello"\?/s),
      expect.stringMatching(/^anchors\.yaml:\d+:\d+: callers\[1\].*did you mean "hello"\?/s),
    ]);
  });

  it('places mistakes in JSON too', async () => {
    const json = JSON.stringify({ ...scenario, sede: 1 }, null, 2);
    const line = json.split('\n').findIndex((text) => text.includes('sede')) + 1;
    expect(await complaints('b.json', json)).toEqual([
      expect.stringMatching(`^b\\.json:${line}:3: sede: unknown key`),
    ]);
  });

  it.each([
    ['broken.yaml', 'name: [x\ncallers: 3\n', /^broken\.yaml:2:\d+: not YAML: /],
    ['tab.yaml', 'name: x\ncallers:\n\t- name: a\n', /^tab\.yaml:3:1: not YAML: /],
    ['alias.yaml', 'name: *nobody\n', /^alias\.yaml.*not YAML: .*nobody/],
    ['broken.json', '{\n  "name": "x",\n  oops\n}', /^broken\.json:3:3: not JSON: /],
    ['commented.json', '{ "name": "x" } # no', /^commented\.json:1:17: not JSON: /],
    ['syntax.ts', 'export default {\n  name: \n};', /^syntax\.ts:3:1: /],
    ['missing.ts', "import './nowhere.ts';\nexport default {};", /^missing\.ts:1:8: Could not resolve/],
    [
      'throws.ts',
      "interface Unused {\n  readonly a: string;\n}\nconst fail = (text: string): never => {\n  throw new Error(text);\n};\nexport default fail('no luck');",
      /^throws\.ts:5:9: the module stopped while it ran: no luck/,
    ],
    ['type.ts', 'const a: any = null;\nexport default { name: a.b };', /^type\.ts:2:26: .* null/],
    ['string.mjs', "throw 'no Error';", /^string\.mjs: the module stopped while it ran: no Error/],
    [
      'rejected.mjs',
      "const x = 1;\nexport default Promise.reject(new Error('no luck'));",
      /^rejected\.mjs:2:31: the module stopped while it ran: no luck/,
    ],
    ['pending.mjs', 'export default new Promise(() => {});', /^pending\.mjs: the module ended before it had/],
    ['exit.mjs', 'process.exit(0);', /^exit\.mjs: the module ended before it had exported a scenario/],
    ['empty.ts', 'export const x = 1;', /^empty\.ts: expected a default export, found none/],
    [
      'function.ts',
      'export default { name: () => 3 };',
      /^function\.ts: expected plain data, but name is a function/,
    ],
    [
      'wrong.ts',
      "export default { nmae: 'x', callers: [], load: {} };",
      /^wrong\.ts:1:18: nmae: unknown key/,
    ],
    ['scenario.toml', 'name = 3', /^scenario\.toml: expected a scenario in a file that ends in one of .yaml/],
  ])('refuses %s in words', async (name, text, expected) => {
    const [first] = await complaints(name, text);
    expect(first).toMatch(expected);
    expect(first).not.toContain('    at ');
  });

  it('names the file of an error beside the scenario', async () => {
    await writeFile(
      join(dir, 'callers.ts'),
      "const n: number = 3;\nthrow new Error('no callers');\nexport { n };",
    );
    expect(await complaints('beside.ts', "import { n } from './callers.ts';\nexport default { n };")).toEqual(
      ['callers.ts:2:7: the module stopped while it ran: no callers'],
    );
  });

  it('does not wait for ever for a module', async () => {
    const path = join(dir, 'loop.ts');
    await writeFile(path, 'while (true) {}\nexport {};');
    await expect(readModule(path, 'loop.ts', { limitMs: 1 })).rejects.toThrow(
      'loop.ts: the module did not export a scenario within 0.001 s\n  Does it loop for ever',
    );
  });

  it('says where a file is not', async () => {
    await expect(loadScenario('nowhere.yaml', { cwd: dir })).rejects.toThrow(
      /nowhere\.yaml: there is no such file/,
    );
  });
});

describe('a directory in the place of a scenario', () => {
  it.each(['.', 'folder.yaml', 'folder.ts'])('is called one: %s', async (name) => {
    await mkdir(join(dir, name), { recursive: true });
    await expect(loadScenario(name, { cwd: dir })).rejects.toThrow(
      `${name}: this is a directory, and a file was expected`,
    );
  });
});

describe('the published schema', () => {
  it('is up to date (npm run build && node dist/scenario/publish_schema.js)', async () => {
    expect(await readFile(SCHEMA_FILE, 'utf8')).toBe(schemaText());
  });

  it('accepts the scenarios beside it, and refuses others, as any validator reads it', async () => {
    // Made to be made quickly: it reads three scenarios.
    const validate = new Ajv({ strict: false, inlineRefs: false, code: { optimize: false } }).compile(
      JSON.parse(schemaText()) as object,
    );
    for (const name of ['support-line.yaml', 'steady.yaml']) {
      const text = await readFile(new URL(`../../scenarios/${name}`, import.meta.url), 'utf8');
      expect(validate(parse(text))).toBe(true);
      expect(text.startsWith('# yaml-language-server: $schema=./scenario.schema.json\n')).toBe(true);
    }
    expect(validate({ ...scenario, load: { arrivals: [{ type: 'ramp', rate: 3, for: '3s' }] } })).toBe(false);
  });
});

describe('thresholds', () => {
  const read = async (thresholds: object) => {
    const loaded = await load('thresholds.json', JSON.stringify({ ...scenario, thresholds }));
    return loaded.scenario.judgement.thresholds;
  };
  const p95 = { metric: 'response_latency', stat: 'p95', op: '<', value: 900, text: 'p95 < 900ms' };

  it('are of all calls, or of one kind of caller', async () => {
    expect(
      await read({
        response_latency: 'p95 < 900ms',
        'response_latency{caller:a}': ['p95 < 900ms'],
        ' response_latency { caller : a } ': 'p95 < 900ms',
      }),
    ).toEqual([p95, { ...p95, caller: 'a' }, { ...p95, caller: 'a' }]);
  });

  it('may end the run, at once or after a while', async () => {
    const threshold = 'p95 < 900ms';
    expect(
      await read({
        response_latency: [
          threshold,
          { threshold },
          { threshold, abort: false },
          { threshold, abort: true },
          { threshold, abort: true, delay: '10s' },
        ],
        'response_latency{caller:a}': { threshold, abort: true, delay: 500 },
      }),
    ).toEqual([
      p95,
      p95,
      p95,
      { ...p95, abort: { delayMs: 0 } },
      { ...p95, abort: { delayMs: 10_000 } },
      { ...p95, caller: 'a', abort: { delayMs: 500 } },
    ]);
  });

  it('may name a caller in any words there are', async () => {
    const callers = [{ ...scenario.callers[0], name: 'a: {b}, c' }];
    const loaded = await load(
      'odd.json',
      JSON.stringify({ ...scenario, callers, thresholds: { 'error_rate{caller:a: {b}, c}': '< 1%' } }),
    );
    expect(loaded.scenario.judgement.thresholds).toMatchObject([
      { metric: 'error_rate', caller: 'a: {b}, c' },
    ]);
  });

  it('are in the schema by the name of every metric that is measured', () => {
    const { properties } = JSON.parse(schemaText()) as {
      properties: { thresholds: { properties: Record<string, { description: string }> } };
    };
    const named = properties.thresholds.properties;
    expect(named['response_latency']?.description).toContain('end of the caller’s speech');
    expect(Object.keys(named)).toContain('error_rate.no_answer');
    expect(Object.keys(named)).toContain('containment');
    expect(named['response_latency']).toMatchObject({
      description: expect.stringContaining('Statistics: count, min, mean') as unknown,
      examples: expect.arrayContaining(['p99.9 < 800ms', 'count < 10']) as unknown,
    });
    expect(named['error_rate']).toMatchObject({ examples: ['rate < 1%', 'count < 10'] });
  });
});

describe('what editors are offered', () => {
  const schema = JSON.parse(schemaText()) as Record<string, never>;
  const at = (...path: string[]): unknown =>
    path.reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], schema);
  const caller = ['properties', 'callers', 'items', 'properties'];

  it('is what can be said, and by whom, with room for one’s own', () => {
    expect(at(...caller, 'persona', 'properties', 'voices', 'items', 'allOf')).toEqual([
      { $ref: '#/definitions/voice' },
    ]);
    expect(at('definitions', 'voice', 'anyOf')).toEqual([
      { enum: ['awb', 'rms', 'slt'] },
      { type: 'string', minLength: 1 },
    ]);
    expect(JSON.stringify(at('definitions', 'step'))).toContain('#/definitions/utterance');
    const [said] = at('definitions', 'utterance', 'anyOf') as { enum: string[] }[];
    expect(said?.enum).toContain('order-status');
    // The agent's own sentences are no caller's.
    expect(said?.enum).not.toContain('filler-check');
  });

  it.each([
    [['seed'], 1],
    [['frame'], '100ms'],
    [['target', 'properties', 'model'], 'gpt-realtime-2.1'],
    [['target', 'properties', 'url'], 'simulator'],
    [['target', 'properties', 'speaks_first'], 'agent'],
    [['bands', 'properties', 'poor'], '1200ms'],
    [['monitor', 'properties', 'weights', 'properties', 'errors'], 30],
    [['target', 'properties', 'session', 'properties', 'output_modalities'], ['audio']],
    [['limits', 'properties', 'quiet'], '1.5s'],
    [['playback', 'properties', 'audible'], '-50dBFS'],
    [['callers', 'items', 'properties', 'weight'], 1],
    [
      ['callers', 'items', 'properties', 'persona', 'properties', 'pause'],
      ['300ms', '900ms'],
    ],
  ])('is the default of %j', (path, value) => {
    expect(at('properties', ...path, 'default')).toEqual(value);
  });

  it('is no default where there is none in so many words', () => {
    expect(at('properties', 'target', 'properties', 'key_header')).not.toHaveProperty('default');
    expect(at('properties', 'pricing', 'properties', 'model')).not.toHaveProperty('default');
  });
});

describe('what could only disappoint', () => {
  it.each([
    ['say', ['listen', { say: 'hello' }, { silence: '3s' }]],
    ['interrupt', [{ say: 'hello' }, { interrupt: { after: '1s', say: 'hello' } }, { silence: '3s' }]],
  ])('refuses a silence straight after the step %s, whose answer it would swallow', async (op, script) => {
    const text = JSON.stringify({ ...scenario, callers: [{ name: 'a', script }] });
    expect(await complaints(`swallowed_${op}.json`, text)).toEqual([
      expect.stringContaining(`callers[0].script[2].silence: expected a listen between ${op} and silence`),
    ]);
  });
});

describe('a call that the agent may end', () => {
  const withSteps = (...steps: readonly unknown[]): string =>
    JSON.stringify({ ...scenario, callers: [{ name: 'a', script: ['listen', ...steps] }] });

  it('has a silence that says so, or waits for it as its last step', async () => {
    const steps = async (...given: readonly unknown[]) =>
      (await load('bye.json', withSteps(...given))).scenario.callers[0]?.steps.slice(1);
    expect(await steps({ silence: { for: '30s', or: 'hangup' } }, { silence: { for: '3s' } })).toEqual([
      { op: 'silence', durationMs: 30_000, orHangup: true },
      { op: 'silence', durationMs: 3000 },
    ]);
    expect(await steps({ say: 'thanks-bye' }, 'hung_up')).toMatchObject([{ op: 'say' }, { op: 'hung_up' }]);
    expect(await steps({ hung_up: '4s' })).toEqual([{ op: 'hung_up', deadlineMs: 4000 }]);
  });

  it.each([
    ['an end that is none', [{ silence: { for: '3s', or: 'hang-up' } }], 'script[1].silence.or'],
    ['no length', [{ silence: { or: 'hangup' } }], 'script[1].silence'],
    [
      'no time at all',
      [{ silence: { for: 0, or: 'hangup' } }],
      'script[1].silence.for: expected a silence longer',
    ],
    ['no time to hang up', [{ hung_up: 0 }], 'script[1].hung_up: expected a wait longer than nothing'],
    ['no unit', [{ hung_up: 3 }], 'script[1].hung_up: expected a unit'],
    [
      'a step behind it',
      ['hung_up', { say: 'hello' }],
      'script[2]: never reached: the agent has hung up before',
    ],
  ])('is refused with %s', async (_what, steps, complaint) => {
    const found = await complaints('wrong-bye.json', withSteps(...steps));
    expect(found).toEqual([expect.stringContaining(complaint)]);
  });
});
