import { describe, expect, it } from 'vitest';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import type { ConfigError } from '../../src/core/word/config_error.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { readYaml } from '../../src/config/yaml.ts';
import { cast } from './recordings.ts';

const around = { repertoire: cast, fileExists: () => false };

function mistakesIn(text: string): readonly ConfigError[] {
  try {
    const { source, errors } = readYaml(text, 'storm.yaml', 'scenario');
    checkScenario(source, around, errors);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors;
    throw error;
  }
}

/** A good scenario, with one line put in place of another. */
function withChange(from: string, to: string): string {
  expect(good).toContain(from);
  return good.replace(from, to);
}

const good = `name: storm
target:
  url: simulator
callers:
  - name: anyone
    script:
      - listen
      - say: hello
      - listen: 8s
load:
  concurrency: 2
  hold: 10s
`;

const tenMistakes = `name: storm
sede: 4
target:
  url: http://localhost:8080
  key_env: sk-proj-4f8a9b2c7d1e
  session:
    turn_detection: { type: servr_vad }
callers:
  - name: anyone
    weight: 0
    persona:
      voices: [ana]
    script:
      - listen
      - say: order-statsu
      - listen: 8 seconds
load:
  arrivals:
    - { type: constant, rate: 2, for: 10s }
thresholds:
  response_latncy: ["p95 < 800ms"]
  error_rate: ["< 250%"]
`;

describe('ten mistakes in one scenario', () => {
  const found = mistakesIn(tenMistakes).map(({ message, place }) => [
    place.line,
    place.column,
    place.path,
    message,
  ]);

  it('gives ten errors, in the order of the file', () => {
    expect(found).toHaveLength(10);
  });

  it.each([
    [2, 1, 'sede', /^unknown key "sede", expected one of name, .*; did you mean "seed"\?$/],
    [
      4,
      8,
      'target.url',
      /^expected a ws:\/\/ or wss:\/\/ URL, or the word simulator, found "http:\/\/localhost:8080"; did you mean "ws:\/\/localhost:8080"\?$/,
    ],
    [
      5,
      12,
      'target.key_env',
      /^expected the NAME of an environment variable, found what looks like a key itself \(not shown\)$/,
    ],
    [
      7,
      29,
      'target.session.turn_detection.type',
      /^expected one of server_vad, semantic_vad, found "servr_vad"; did you mean "server_vad"\?$/,
    ],
    [10, 13, 'callers[0].weight', /^expected a number greater than 0, found 0$/],
    [
      12,
      16,
      'callers[0].persona.voices[0]',
      /^unknown voice "ana", expected one of anna, bert, carl; did you mean "anna"\?$/,
    ],
    [15, 14, 'callers[0].script[1].say', /^unknown utterance "order-statsu"; did you mean "order-status"\?$/],
    [
      16,
      17,
      'callers[0].script[2].listen',
      /^expected a duration such as 800ms, 8s or 1m30s \(a plain number is milliseconds\), found "8 seconds"$/,
    ],
    [
      21,
      3,
      'thresholds.response_latncy',
      /^unknown metric "response_latncy"; did you mean "response_latency"\?$/,
    ],
    [22, 16, 'thresholds.error_rate[0]', /^expected a share from 0% to 100%, or from 0 to 1, found "250%"$/],
  ])('line %i, column %i: %s', (line, column, path, message) => {
    const error = found.find((each) => each[2] === path);
    expect(error?.slice(0, 2)).toEqual([line, column]);
    expect(error?.[3]).toMatch(message);
  });

  it('never shows what looks like a key', () => {
    expect(JSON.stringify(mistakesIn(tenMistakes).map((error) => error.describe()))).not.toContain('4f8a9b');
  });

  it('reads as file:line:column: path: message', () => {
    expect(mistakesIn(tenMistakes)[0]?.describe()).toMatch(/^storm\.yaml:2:1: sede: unknown key "sede"/);
  });
});

describe('one mistake, one error', () => {
  it('finds none in a good scenario', () => {
    expect(mistakesIn(good)).toEqual([]);
  });

  it.each([
    ['  - name: anyone', '  - nmae: anyone', 'callers[0].nmae', 'did you mean "name"?'],
    ['  - name: anyone', '  - weight: 2', 'callers[0].name', 'missing: expected some text'],
    ['      - say: hello', '      - sya: hello', 'callers[0].script[1].sya', 'did you mean "say"?'],
    [
      '      - say: hello',
      '      - say: hello\n        listen: 8s',
      'callers[0].script[1]',
      'found 2 keys (say, listen)',
    ],
    ['      - say: hello', '      - hang-up', 'callers[0].script[1]', 'did you mean "hangup"?'],
    ['      - say: hello', '      - 7', 'callers[0].script[1]', 'expected a step such as {say: hello}'],
    [
      '      - say: hello',
      '      - say: [hello, { number: order }]',
      'callers[0].script[1].say[1].number',
      'expected one of order_number, phone',
    ],
    [
      '      - say: hello',
      '      - say: [hello, { digits: 0407 }]',
      'callers[0].script[1].say[1].digits',
      'expected digits in quotes',
    ],
    ['      - say: hello', '      - say: [{ pause: 1s }]', 'callers[0].script[1].say', 'found pauses alone'],
    [
      '      - listen: 8s',
      '      - interrupt: { after: 1s }',
      'callers[0].script[2].interrupt.say',
      'missing',
    ],
    [
      '      - say: hello',
      '      - interrupt: { say: wait }',
      'callers[0].script[1].interrupt',
      'expected an answer to speak over',
    ],
    ['      - say: hello', '      - hangup', 'callers[0].script[2]', 'never reached'],
    [
      '      - say: hello',
      '      - hangup: 3',
      'callers[0].script[1].hangup',
      'expected true, or the bare word',
    ],
    [
      '      - say: hello',
      '      - hangup\n      - jump: 2',
      'callers[0].script[2].jump',
      'unknown key "jump"',
    ],
    [
      '      - say: hello',
      '      - hangup\n      - say: helo',
      'callers[0].script[2].say',
      'did you mean "hello"?',
    ],
    [
      '      - say: hello',
      '      - say: { number: order }',
      'callers[0].script[1].say.number',
      'one of order_number, phone',
    ],
    [
      '      - say: hello',
      '      - say: { digits: 12 }',
      'callers[0].script[1].say.digits',
      'expected digits in quotes',
    ],
    [
      '      - say: hello',
      '      - say: { utterance: helo }',
      'callers[0].script[1].say.utterance',
      'did you mean "hello"?',
    ],
    [
      '      - say: hello',
      '      - say: { nubmer: phone }',
      'callers[0].script[1].say.nubmer',
      'did you mean "number"?',
    ],
    ['      - say: hello', '      - say: { pause: 1s }', 'callers[0].script[1].say', 'found pauses alone'],
    [
      '      - say: hello',
      '      - say: {}',
      'callers[0].script[1].say',
      'expected {speech: …, pause: 500ms}, {text: …}, {number',
    ],
    [
      '      - say: hello',
      '      - say: { digits: "12", utterance: hello }',
      'callers[0].script[1].say',
      'expected one thing to say, found digits and utterance',
    ],
    [
      '      - listen: 8s',
      '      - interrupt: { say: { pause: 1s } }',
      'callers[0].script[2].interrupt.say',
      'found pauses alone',
    ],
    [
      '      - say: hello',
      '      - silence: 0',
      'callers[0].script[1].silence',
      'a silence longer than nothing',
    ],
    [
      '      - listen: 8s',
      '      - listen: { deadline: 0s }',
      'callers[0].script[2].listen.deadline',
      'longer than nothing',
    ],
    [
      '      - listen: 8s',
      '      - listen: { dealine: 8s }',
      'callers[0].script[2].listen.dealine',
      'did you mean "deadline"?',
    ],
    [
      '      - listen: 8s',
      '      - listen: { on_timeout: ignore }',
      'callers[0].script[2].listen.on_timeout',
      'expected one of fail, continue',
    ],
    [
      '    script:',
      '    persona: { voices: [carl] }\n    script:\n      - say: { speech: [{ digits: "12" }] }',
      'callers[0].persona.voices[0]',
      'voice "carl" has no digit-0',
    ],
    [
      '    script:',
      '    persona: { pause: [2s, 1s] }\n    script:',
      'callers[0].persona.pause',
      'expected the shortest first',
    ],
    [
      '    script:',
      '    persona: { patience: 0 }\n    script:',
      'callers[0].persona.patience',
      'no answer could come in time',
    ],
    ['  concurrency: 2', '  concurency: 2', 'load.concurency', 'did you mean "concurrency"?'],
    [
      '  concurrency: 2',
      '  concurrency: 2\n  arrivals: [{ type: constant, rate: 1, for: 1s }]',
      'load.concurrency',
      'found both',
    ],
    [
      '  hold: 10s',
      '  max_concurrency: 4\n  hold: 10s',
      'load.max_concurrency',
      'a closed load (concurrency) has no max_concurrency',
    ],
    ['  hold: 10s', '', 'load', 'hold (a time), calls (a number), or both'],
    [
      '  concurrency: 2\n  hold: 10s',
      '  arrivals: [{ rate: 1, for: 1s }]',
      'load.arrivals[0].type',
      'missing: expected one of constant, ramp, poisson, spike',
    ],
    [
      '  concurrency: 2\n  hold: 10s',
      '  arrivals: [{ type: ramp, from: 0, to: 0, for: 1s }]',
      'load.arrivals',
      'found rates of nothing',
    ],
    [
      '  concurrency: 2\n  hold: 10s',
      '  arrivals: [{ type: constant, rate: 9999, for: 1h }]',
      'load.arrivals',
      'at most 1000000 calls',
    ],
    [
      '  concurrency: 2\n  hold: 10s',
      '  arrivals: [{ type: constant, rate: 1, for: 0 }]',
      'load.arrivals[0].for',
      'longer than nothing',
    ],
    ['  url: simulator', '  url: simulatr', 'target.url', 'did you mean "simulator"?'],
    ['  url: simulator', '  url: wss://me:secret@example.com/', 'target.url', 'without a user or password'],
    ['  url: simulator', '  url: wss://example.com/?api_key=abc', 'target.url', 'without a key in it'],
    ['  url: simulator', '  profile: slow.json', 'target.profile', 'there is none at "slow.json"'],
    [
      '  url: simulator',
      '  url: ws://localhost\n  profile: slow.json',
      'target.profile',
      'a profile is for the simulated agent',
    ],
    ['  url: simulator', '  key_env: my key', 'target.key_env', 'the name of an environment variable'],
    [
      '  url: simulator\n',
      '  model: gpt-realtime-2.0\nbudget: { max_usd: $1 }\n',
      'target.model',
      'no prices are known',
    ],
    [
      '  url: simulator',
      '  session: { max_output_tokens: lots }',
      'target.session.max_output_tokens',
      'expected a number from 1 to 4096, or inf, found "lots"',
    ],
    ['load:', 'frame: 250ms\nload:', 'frame', 'from 20ms to 200ms'],
    [
      'load:',
      'thresholds: { response_latency: "< 800ms" }\nload:',
      'thresholds.response_latency',
      'expected a statistic first',
    ],
    [
      'load:',
      'thresholds: { response_latency: [mena < 800ms] }\nload:',
      'thresholds.response_latency[0]',
      'did you mean "mean"?',
    ],
    [
      'load:',
      'thresholds: { response_latency: [p95 < 1%] }\nload:',
      'thresholds.response_latency[0]',
      'expected a time',
    ],
    [
      'load:',
      'thresholds: { response_latency: [] }\nload:',
      'thresholds.response_latency',
      'expected at least one threshold, found an empty list',
    ],
    ['load:', 'thresholds: [p95 < 1s]\nload:', 'thresholds', 'expected a map, found a list'],
    ['load:', 'thresholds:\nload:', 'thresholds', 'expected a map, found nothing'],
    [
      'load:',
      'thresholds: { response_latency: 5 }\nload:',
      'thresholds.response_latency',
      'expected a threshold such as "p95 < 800ms", or a list of them, found 5',
    ],
    [
      'load:',
      'thresholds: { response_latency: [p95 < 1s, 5] }\nload:',
      'thresholds.response_latency[1]',
      'expected a threshold such as "p95 < 800ms", found 5',
    ],
    [
      'load:',
      'thresholds: { "response_latency{caller:anyon}": p95 < 1s }\nload:',
      'thresholds["response_latency{caller:anyon}"]',
      'unknown caller "anyon", expected one of anyone; did you mean "anyone"?',
    ],
    [
      'load:',
      'thresholds: { "response_latency{calller:anyone}": p95 < 1s }\nload:',
      'thresholds["response_latency{calller:anyone}"]',
      'unknown tag "calller", expected caller; did you mean "caller"?',
    ],
    [
      'load:',
      'thresholds: { "response_latncy{caller:anyone}": p95 < 1s }\nload:',
      'thresholds["response_latncy{caller:anyone}"]',
      'unknown metric "response_latncy"; did you mean "response_latency"?',
    ],
    [
      'load:',
      'thresholds: { "response_latency{caller:anyone": p95 < 1s }\nload:',
      'thresholds["response_latency{caller:anyone"]',
      'expected a metric, or a metric{caller:name}, found "response_latency{caller:anyone"',
    ],
    [
      'load:',
      'thresholds: { "response_latency{anyone}": p95 < 1s }\nload:',
      'thresholds["response_latency{anyone}"]',
      'expected a metric, or a metric{caller:name}',
    ],
    [
      'load:',
      'thresholds: { "loop_lag{caller:anyone}": p95 < 1s }\nload:',
      'thresholds["loop_lag{caller:anyone}"]',
      'loop_lag is the generator’s own, of no caller',
    ],
    [
      'load:',
      'thresholds: { "response_latency{caller:anyone}": [p95 < 1%] }\nload:',
      'thresholds["response_latency{caller:anyone}"][0]',
      'expected a time',
    ],
    [
      'load:',
      'thresholds: { response_latency: { threshold: p95 < 1%, abort: true } }\nload:',
      'thresholds.response_latency.threshold',
      'expected a time',
    ],
    [
      'load:',
      'thresholds: { response_latency: [{ threshold: p95 < 1%, abort: true }] }\nload:',
      'thresholds.response_latency[0].threshold',
      'expected a time',
    ],
    [
      'load:',
      'thresholds: { response_latency: [{ threshold: p95 < 1s, delay: 10s }] }\nload:',
      'thresholds.response_latency[0].delay',
      'a delay is how long abort waits, and nothing aborts here',
    ],
    [
      'load:',
      'thresholds: { response_latency: { threshold: p95 < 1s, abort: false, delay: 10s } }\nload:',
      'thresholds.response_latency.delay',
      'a delay is how long abort waits, and nothing aborts here',
    ],
    [
      'load:',
      'thresholds: { response_latency: { threshold: p95 < 1s, abort: yes please } }\nload:',
      'thresholds.response_latency.abort',
      'expected true or false, found "yes please"',
    ],
    [
      'load:',
      'thresholds: { response_latency: { threshold: p95 < 1s, abortOnFail: true } }\nload:',
      'thresholds.response_latency.abortOnFail',
      'unknown key "abortOnFail", expected one of threshold, abort, delay',
    ],
    [
      'load:',
      'thresholds: { response_latency: { threshold: p95 < 1s, abort: true, delay: soon } }\nload:',
      'thresholds.response_latency.delay',
      'expected a duration',
    ],
    ['load:', 'bands: { good: 200ms }\nload:', 'bands.good', 'good (200ms) is not above excellent (300ms)'],
    [
      '  url: simulator\n',
      '  model: my-deployment\nbudget: { max_usd: $1 }\n',
      'target.model',
      'no prices are known for "my-deployment"',
    ],
    [
      '  url: simulator\n',
      "  model: my-deployment\nthresholds: { 'cost_per_call{caller:anyone}': 'mean < $1' }\n",
      'target.model',
      'no prices are known for "my-deployment"',
    ],
    ['load:', 'budget: { max_usd: $0 }\nload:', 'budget.max_usd', 'greater than nothing'],
    [
      'load:',
      'pricing: { model: gpt-realtime-21 }\nload:',
      'pricing.model',
      'did you mean "gpt-realtime-2.1"?',
    ],
    [
      'load:',
      'tools: { "look up": { result: ok } }\nload:',
      'tools["look up"]',
      'expected a name of at most 64 letters, digits, _ and -, found "look up"',
    ],
    ['load:', 'tools: [lookup]\nload:', 'tools', 'expected a map of tools by name, found a list of 1'],
    ['hold: 10s', 'hold: 60', 'load.hold', 'expected a unit: 60 would be 60 milliseconds'],
    ['hold: 10s', 'hold: 999', 'load.hold', 'expected a unit'],
    ['listen: 8s', 'listen: 8', 'callers[0].script[2].listen', 'expected a unit: 8 would be 8 milliseconds'],
    ['listen: 8s', 'silence: 3', 'callers[0].script[2].silence', 'expected a unit'],
    ['load:', 'limits: { call: 120 }\nload:', 'limits.call', 'expected a unit'],
    ...(
      [
        ['error_rate', '< 1', 'write 1% or 100%'],
        ['error_rate', '<= 1', 'write 1% or 100%'],
        ['response_rate', '>= 1', 'write 1% or 100%'],
        ['yield_rate', '> 1', 'write 1% or 100%'],
        ['error_rate', '<= 100%', 'a threshold that can fail'],
        ['error_rate', '< 0%', 'a threshold that can hold'],
        ['response_rate', '> 100%', 'a threshold that can hold'],
        ['error_rate', 'avg < 1%', 'did you mean "rate"?'],
        ['response_latency', 'avg < 800ms', 'did you mean "mean"?'],
        ['response_latency', 'median < 800ms', 'did you mean "p50"?'],
        ['response_latency', 'p96 < 800ms', 'did you mean "p95"?'],
        ['response_latency', 'p(99) < 800ms', 'did you mean "p99"?'],
        ['response_latency', '95th < 800ms', 'did you mean "p95"?'],
        ['response_latency', 'p999 < 800ms', 'did you mean "p99.9"?'],
        ['response_latency', 'p95 < 3', 'write 3s or 3ms'],
      ] as const
    ).map(([metric, text, message]): [string, string, string, string] => [
      'load:',
      `thresholds: { ${metric}: '${text}' }\nload:`,
      `thresholds.${metric}`,
      message,
    ]),
    ['load:', 'name: again\nload:', undefined, 'the key "name" stands here a second time'],
  ])('%s → %s', (from, to, path, message) => {
    const mistakes = mistakesIn(withChange(from, to));
    expect(mistakes.map((mistake) => mistake.describe())).toHaveLength(1);
    expect(mistakes[0]?.place.path).toBe(path);
    expect(mistakes[0]?.message).toContain(message);
    expect(mistakes[0]?.place.line).toBeGreaterThan(0);
  });

  it.each([
    ['load:', "thresholds: { error_rate: ['< 1%', '< 0.01', '== 0', '< 100%'] }\nload:"],
    ['load:', "thresholds: { response_rate: '== 100%', send_lateness: 'p99 < 5' }\nload:"],
    ['load:', "thresholds: { overlap: 'max == 0', barge_in_stop: 'p95 < 300' }\nload:"],
    ['  url: simulator', '  model: my-azure-deployment'],
    ['  url: simulator', '  model: gpt-realtime'],
    ['hold: 10s', 'hold: 1000'],
    ['listen: 8s', 'listen: 800'],
    ['    script:', '    persona: { pause: 500ms }\n    script:'],
    ['    script:', '    persona: { pause: 50, digit_gap: 0 }\n    script:'],
  ])('takes what can only be meant so: %s → %s', (from, to) => {
    expect(mistakesIn(withChange(from, to)).map((mistake) => mistake.describe())).toEqual([]);
  });

  it('points at a missing key’s parent', () => {
    const [mistake] = mistakesIn('name: x\ncallers:\n  - name: a\n    script: [listen]\nload:\n  ramp: 3s\n');
    expect(mistake?.place).toMatchObject({ path: 'load', line: 5, column: 1 });
  });

  it('says nothing of what follows a mistaken hangup', () => {
    const mistakes = mistakesIn(withChange('- say: hello', '- hangup: 3\n      - jump: 2'));
    expect(mistakes.map(({ place }) => place.path)).toEqual([
      'callers[0].script[1].hangup',
      'callers[0].script[2].jump',
    ]);
  });

  it('takes one document, and names no function of a library', () => {
    const [mistake, ...more] = mistakesIn(`${good}---\nname: another\n`);
    expect(more).toEqual([]);
    expect(mistake?.message).toMatch(/^expected one document, found a second one/);
    expect(mistake?.place.line).toBe(good.split('\n').length);
  });

  it('says so when there is nothing at all', () => {
    expect(mistakesIn('')[0]?.message).toBe('expected a map, found nothing');
  });

  it('finds two callers of one name', () => {
    const twice = withChange('load:', '  - name: anyone\n    script: [listen]\nload:');
    const mistakes = mistakesIn(twice);
    expect(mistakes.map(({ place }) => place.path)).toEqual(['callers[1].name']);
  });

  it.each([
    ['{ resullt: ok }', 'tools.lookup.resullt', 'did you mean "result"?'],
    ['{ result: ok, latncy: 1s }', 'tools.lookup.latncy', 'did you mean "latency"?'],
    ['{}', 'tools.lookup', 'expected one of result, error, never or outcomes: what a call comes to'],
    ['{ result: ok, error: no }', 'tools.lookup.error', 'found result and error'],
    ['{ result: ok, outcomes: [{ error: no }] }', 'tools.lookup.outcomes', 'found result and outcomes'],
    ['ok', 'tools.lookup', 'expected a map, found "ok"'],
    ['{ never: yes }', 'tools.lookup.never', 'expected true, found "yes"'],
    ['{ never: true, latency: 1s }', 'tools.lookup.latency', 'has no latency'],
    ['{ error: 404 }', 'tools.lookup.error', 'expected some text, found 404'],
    ['{ result: ok, latency: soon }', 'tools.lookup.latency', 'expected a duration such as 800ms'],
    ['{ result: ok, latency: [2s, 1s] }', 'tools.lookup.latency', 'found 2000ms before 1000ms'],
    ['{ result: ok, parameters: { type: array } }', 'tools.lookup.parameters.type', 'expected type: object'],
    ['{ result: ok, parameters: {} }', 'tools.lookup.parameters.type', 'found nothing'],
    [
      '{ result: ok, parameters: { type: object, properties: { a: { type: text } } } }',
      'tools.lookup.parameters.properties.a.type',
      'not a JSON Schema',
    ],
    ['{ outcomes: [] }', 'tools.lookup.outcomes', 'expected at least one outcome, found an empty list'],
    ['{ outcomes: [{ weight: 2 }] }', 'tools.lookup.outcomes[0]', 'expected one of result, error or never'],
    [
      '{ outcomes: [{ result: a, never: true }] }',
      'tools.lookup.outcomes[0].never',
      'found result and never',
    ],
    [
      '{ outcomes: [{ result: a, weight: 0 }] }',
      'tools.lookup.outcomes[0].weight',
      'greater than 0, found 0',
    ],
    ['{ outcomes: [{ reslt: a }] }', 'tools.lookup.outcomes[0].reslt', 'did you mean "result"?'],
    ['{ outcomes: [{ never: true, latency: 1s }] }', 'tools.lookup.outcomes[0].latency', 'has no latency'],
  ])('tools: { lookup: %s }', (tool, path, message) => {
    const mistakes = mistakesIn(withChange('load:', `tools: { lookup: ${tool} }\nload:`));
    expect(mistakes.map((mistake) => mistake.describe())).toHaveLength(1);
    expect(mistakes[0]?.place.path).toBe(path);
    expect(mistakes[0]?.message).toContain(message);
    expect(mistakes[0]?.place.line).toBeGreaterThan(0);
  });
});

describe('a length of time', () => {
  it.each([
    ['hold: 10s', 'hold: 9000h', 'load.hold'],
    ['hold: 10s', 'hold: 1e300', 'load.hold'],
    ['- listen: 8s', '- listen: 700000000', 'callers[0].script[2].listen'],
    ['- listen: 8s', '- listen: { deadline: 99999999999s }', 'callers[0].script[2].listen.deadline'],
  ])('longer than a week is refused: %s → %s', (from, to, path) => {
    const found = mistakesIn(withChange(from, to));
    expect(found.map(({ place }) => place.path)).toEqual([path]);
    expect(found[0]?.message).toMatch(/^expected a duration of at most 168h, found /);
  });

  it('of a week will do', () => {
    expect(mistakesIn(withChange('hold: 10s', 'hold: 168h'))).toEqual([]);
  });
});

describe('a number that cannot be meant', () => {
  const phase = (words: string): string =>
    withChange('  concurrency: 2\n  hold: 10s', `  arrivals: [${words}]`);
  const rates = ['1e9/s', '-1/s', '-1', '.nan', '.inf', 'NaN', '1e-300/s', '1/0s', '5e-324/min'];

  it.each([
    ...rates.map((rate) => [rate, 'load.arrivals[0].rate', 'a rate of calls such as 2 (a second), 2/s']),
    ['99999999999999999999/s', 'load.arrivals', 'at most 1000000 calls, found phases that bring'],
    ['1e300', 'load.arrivals', 'at most 1000000 calls, found phases that bring'],
    ['0/s', 'load.arrivals', 'found rates of nothing'],
    ['-0', 'load.arrivals', 'found rates of nothing'],
    ['1e-300', 'load.arrivals', 'found rates of nothing'],
    ['0.0000000000001/h', 'load.arrivals', 'found rates of nothing'],
  ])('as a rate is one error, at its place: %s', (rate = '', path, message) => {
    for (const type of ['constant', 'poisson']) {
      const found = mistakesIn(phase(`{ type: ${type}, rate: ${rate}, for: 10s }`));
      expect(found.map(({ place }) => place.path)).toEqual([path]);
      expect(found[0]?.message).toContain(message);
    }
  });

  it.each(['connect', 'setup', 'call', 'answer', 'quiet'])('is no time at all for limits.%s', (name) => {
    for (const time of ['0', '0s', '0.0000001ms']) {
      const found = mistakesIn(`${good}limits: { ${name}: ${time} }\n`);
      expect(found.map(({ message, place }) => [place.path, message])).toEqual([
        [`limits.${name}`, 'expected a limit longer than nothing'],
      ]);
    }
    expect(mistakesIn(`${good}limits: { ${name}: 1500ms, close: 0 }\n`)).toEqual([]);
  });

  it.each(['0', '-1', '.nan', '.inf', '1e300'])('is a weight of %s', (weight) => {
    const found = mistakesIn(withChange('    script:', `    weight: ${weight}\n    script:`));
    expect(found.map(({ place }) => place.path)).toEqual(['callers[0].weight']);
    expect(found[0]?.message).toMatch(/^expected a number/);
  });
});

describe('a budget or a threshold on costs', () => {
  const withBudget = (model: string): string =>
    withChange('  url: simulator\n', `  url: simulator\n  model: ${model}\nbudget: { max_usd: $1 }\n`);

  it.each(['gpt-realtime-2025-08-28', 'eu/gpt-realtime-2.1'])('is watched for %s, as its model', (model) => {
    expect(mistakesIn(withBudget(model))).toEqual([]);
  });

  it.each(['whisper-1', 'gpt-realtime-2025-13-28', 'us/gpt-live-1'])('is not for %s: no prices', (model) => {
    expect(mistakesIn(withBudget(model)).map(({ place }) => place.path)).toEqual(['target.model']);
  });
});

describe('an amount of money', () => {
  it.each(['1e300', '$1000000000', '$99999999999999999999'])('that nobody has is refused: %s', (amount) => {
    const found = mistakesIn(`${good}budget: { max_usd: ${amount} }\n`);
    expect(found.map(({ message, place }) => [place.path, message])).toEqual([
      [
        'budget.max_usd',
        expect.stringMatching(/^expected an amount in US dollars .*under a billion, found /),
      ],
    ]);
  });
});
