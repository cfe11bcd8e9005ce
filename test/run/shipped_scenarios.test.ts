/**
 * The scenarios that come with Callstorm find what they say. Each passes on the simulated agent; each fails, for exactly that
 * reason, where one thing that a good agent does is taken from it; each fault of the agent's shows in the report. Virtual time.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { fallbackReasons, troubleTypes } from '../../src/agent/mind/trouble.ts';
import { agentFaults } from '../../src/agent/fault/agent_faults.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { templateNames } from '../../src/cli/template.ts';
import type { Summary } from '../../src/report/summary.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const dir = mkdtempSync(join(tmpdir(), 'callstorm-shipped-'));
afterAll(() => rmSync(dir, { recursive: true }));
let profiles = 0;

interface Rehearsed {
  readonly scenario: string;
  /** How many of its calls. */
  readonly calls?: number;
  readonly durationMs?: number;
  /** What a profile says over the one that the scenario is for. */
  readonly off?: string;
  readonly fault?: readonly [name: string, args?: Readonly<Record<string, string>>];
}

/** The plans that were made, by what they were made of: several agents are tried by the same one. */
const plans = new Map<string, Promise<Compiled>>();

function compiled({ scenario: name, calls, durationMs }: Rehearsed): Promise<Compiled> {
  const key = JSON.stringify([name, calls, durationMs]);
  const known = plans.get(key);
  if (known !== undefined) return known;
  const made = compiledFrom(name.endsWith('.yaml') ? name : `scenarios/${name}.yaml`, calls, durationMs);
  plans.set(key, made);
  return made;
}

async function compiledFrom(
  file: string,
  calls: number | undefined,
  durationMs: number | undefined,
): Promise<Compiled> {
  const { scenario, repertoire } = await loadScenario(file);
  return compileWith(repertoire, scenario, {
    ...(calls === undefined ? {} : { calls }),
    ...(durationMs === undefined ? {} : { durationMs }),
  });
}

async function rehearsed(
  one: Rehearsed,
  onAgentRecord: (record: AgentRecord) => void = () => {},
): Promise<Summary> {
  const { plan, audio } = await compiled(one);
  const { off, fault } = one;
  const shipped = plan.target.profile;
  const agent = await agentOf(shipped, off, fault);
  const { summary } = await rehearsePlan(plan, audio, { agent, onAgentRecord });
  if (summary === null) throw new Error('nothing was summed up');
  return summary;
}

function agentOf(
  shipped: string | undefined,
  off: string | undefined,
  fault: Rehearsed['fault'],
): Promise<Agent> {
  let profile = shipped === undefined ? undefined : join('scenarios', shipped);
  if (off !== undefined) {
    const base = profile === undefined ? 'support-line' : join(process.cwd(), profile);
    profile = join(dir, `${profiles++}.yaml`);
    writeFileSync(profile, `extends: ${base}\n${off}\n`);
  }
  const faults = fault === undefined ? [] : [{ fault: fault[0], args: fault[1] ?? {}, share: 1 }];
  return loadAgent({ seed: 1, ...(profile === undefined ? {} : { profile }), faults });
}

/** Whose expectations were not always met, by name. */
function unmet({ expectations = [] }: Summary): readonly string[] {
  return expectations.flatMap(({ caller, text, met, of }) => (met < of ? [`${caller}: ${text}`] : []));
}

describe('each scenario that is shipped', () => {
  /** How many of its calls; null: all. `bad-day`: test/docs/bad_day.test.ts. */
  const shipped: Readonly<Record<string, number | null>> = {
    smoke: null,
    'support-line': 12,
    'noisy-street': 9,
    'silent-caller': 6,
    interrupter: 6,
    'clipping-microphone': 6,
    'packet-loss': 6,
    'flaky-network': 20,
    'slow-network': 16,
    'rate-limit-day': null,
    'session-expiry': 4,
    'protocol-abuse': 20,
    'second-speaker': 6,
    'wrong-number': 12,
    soak: 12,
    spike: 12,
    steady: 10,
  };

  it.each(Object.entries(shipped))('%s passes on the simulated agent', async (scenario, calls) => {
    const { verdict } = await rehearsed(calls === null ? { scenario } : { scenario, calls });
    expect(verdict).toMatchObject({ result: 'pass', reasons: [] });
  });

  it('breakpoint breaks a service that thinks about four answers at a time, and not one that has room', async () => {
    const few = { scenario: 'breakpoint', calls: 90, durationMs: 12_000 };
    const { verdict } = await rehearsed(few);
    expect(verdict.reasons[0]).toMatch(/^response_latency p95 < 1400ms/);
    const roomy = await rehearsed({ ...few, off: 'limits: { answers_at_once: null }' });
    expect(roomy.verdict.result).toBe('pass');
  });

  it('is in this table', () => {
    const here = [...Object.keys(shipped), 'breakpoint', 'bad-day'];
    expect(here.toSorted()).toEqual(templateNames());
  });
});

describe('what a good agent does, taken from it', () => {
  interface Taken extends Rehearsed {
    readonly taken: string;
    readonly unmet: readonly string[];
  }
  const outOfScope = 'out-of-scope: fallback out_of_scope';
  const sensitive = 'sensitive: fallback sensitive_topic';
  const taken: readonly Taken[] = [
    {
      taken: 'audio_quality',
      scenario: 'noisy-street',
      calls: 9,
      off: 'errors: { audio_quality: confirm }',
      unmet: ['at-the-street: says that the line is bad, or has understood'],
    },
    {
      taken: 'speech_not_detected',
      scenario: 'silent-caller',
      calls: 6,
      off: 'errors: { speech_not_detected: confirm }',
      unmet: ['only-coughs: says that no words came'],
    },
    {
      taken: 'transcription_failed',
      scenario: 'second-speaker',
      calls: 6,
      off: 'errors: { transcription_failed: confirm }',
      unmet: ['drowned-out: does not pretend to have understood'],
    },
    {
      taken: 'understanding_failed',
      scenario: 'wrong-number',
      calls: 12,
      off: 'errors: { understanding_failed: confirm }',
      unmet: ['reads-out-a-number: fallback understanding_failed'],
    },
    {
      taken: 'connection_lost',
      scenario: 'flaky-network',
      calls: 20,
      off: 'errors: { connection_lost: greeting }',
      unmet: ['order-status: does not greet again'],
    },
    {
      taken: 'timeout',
      scenario: 'rate-limit-day',
      off: 'errors: { timeout: confirm }',
      unmet: ['waits-for-the-shop: tells the caller that it takes too long'],
    },
    {
      taken: 'out_of_scope',
      scenario: 'wrong-number',
      calls: 12,
      off: 'fallbacks: { out_of_scope: { say: confirm } }',
      unmet: [outOfScope, outOfScope],
    },
    {
      taken: 'complex_query',
      scenario: 'wrong-number',
      calls: 12,
      off: 'fallbacks: { complex_query: { say: confirm } }',
      unmet: ['too-much-at-once: fallback complex_query'],
    },
    {
      taken: 'sensitive_topic',
      scenario: 'wrong-number',
      calls: 12,
      off: 'fallbacks: { sensitive_topic: { say: confirm } }',
      unmet: [sensitive, sensitive],
    },
    {
      taken: 'asking who is silent',
      scenario: 'silent-caller',
      calls: 6,
      off: 'conversation: { silence: { after: 20s, prompts: [silence-end] } }',
      unmet: ['looks-something-up: silence acknowledged within 12s', 'is-not-there: silence acknowledged'],
    },
    {
      taken: 'the end after a long silence',
      scenario: 'silent-caller',
      calls: 6,
      // A profile that ends no call asks nobody either.
      off: 'conversation: { silence: null }',
      unmet: [
        'looks-something-up: silence acknowledged within 12s',
        'is-not-there: hangup within 1m',
        'is-not-there: silence acknowledged',
      ],
    },
    {
      taken: 'handing over whom it cannot help',
      scenario: 'wrong-number',
      calls: 12,
      off: 'handover: { after_errors: 99, after_fallbacks: 99 }',
      unmet: ['three-times: escalates'],
    },
    {
      taken: 'handing over who asks for it',
      scenario: 'wrong-number',
      calls: 12,
      off: 'intents: { person: { heard: talk-to-human, say: confirm, handover: null } }',
      unmet: ['asks-for-a-person: escalates within 15s'],
    },
    {
      taken: 'talking on when somebody murmurs',
      scenario: 'interrupter',
      calls: 6,
      off: 'conversation: { backchannels: yield }',
      unmet: ['murmurs: keeps talking', 'murmurs: keeps talking'],
    },
    {
      taken: 'its tool',
      scenario: 'smoke',
      off: 'intents: { order-status: { calls: null } }',
      unmet: ['order-status: tool lookup_order (order_number: persona.order_number)'],
    },
    {
      taken: 'hearing what is a little clipped',
      scenario: 'clipping-microphone',
      calls: 6,
      off: 'intents: { opening-hours: null }',
      unmet: ['clipped-a-little: not fallback any', 'clipped-a-little: says /nine/i'],
    },
  ];

  it.each(taken)('$taken: $scenario fails for that', async ({ unmet: expected, ...one }) => {
    const summary = await rehearsed(one);
    expect(summary.verdict.result).toBe('fail');
    expect(unmet(summary)).toEqual(expected);
  });

  it('the default fallback: a scenario that asks what the agent knows nothing of fails for that', async () => {
    const file = join(dir, 'unknown.yaml');
    const script = '[listen, say: billing, listen, { expect: { fallback: default } }, hangup]';
    writeFileSync(
      file,
      `name: unknown\ncallers: [{ name: asks, script: ${script} }]\nload: { concurrency: 1, calls: 1 }\n`,
    );
    const knows = 'intents: { billing: null }';
    expect(unmet(await rehearsed({ scenario: file, off: knows }))).toEqual([]);
    const off = `${knows}\nfallbacks: { default: { say: confirm } }`;
    expect(unmet(await rehearsed({ scenario: file, off }))).toEqual(['asks: fallback default']);
  });

  it('is every trouble and every reason that the agent knows', () => {
    const here = new Set([...taken.map(({ taken: one }) => one), 'default']);
    for (const one of [...troubleTypes, ...fallbackReasons]) expect(here).toContain(one);
  });
});

/** Of a telephone’s media stream alone: test/agent/wire has them. */
const OF_A_STREAM: ReadonlySet<string> = new Set(['odd_pieces', 'streams_silence', 'no_marks', 'no_clear']);

describe('each fault of the agent’s, on', () => {
  type Seen = (report: Summary, sound: Summary) => void;
  const failure = (code: string, words = /./): Seen => {
    return ({ failures }) => {
      expect(Object.keys(failures)).toEqual([code]);
      expect(failures[code as keyof typeof failures]?.example ?? code).toMatch(words);
    };
  };
  const figure = (summary: Summary, metric: string): { readonly [statistic: string]: unknown } =>
    (summary.metrics as Readonly<Record<string, object | undefined>>)[metric] as {
      readonly [statistic: string]: unknown;
    };
  const more = (metric: string, statistic: string, by: number): Seen => {
    return (report, sound) => {
      const [is, was] = [report, sound].map((one) => Number(figure(one, metric)[statistic] ?? 0)) as [
        number,
        number,
      ];
      expect(is - was).toBeGreaterThan(by);
    };
  };
  /** It struck, and the report is as without it: what a client must bear. */
  const borne: Seen = ({ metrics, verdict }, sound) => {
    expect(verdict).toEqual(sound.verdict);
    expect(metrics).toEqual(sound.metrics);
  };
  /** Where it was asked for, and never comes, there is nothing of it. */
  const neverTranscribed: Seen = (report, sound) => {
    expect(figure(sound, 'transcription_delay')).toMatchObject({ count: 8 });
    expect(figure(report, 'transcription_delay')).toBeUndefined();
  };

  const seen: Readonly<Record<string, readonly [Seen, args?: Readonly<Record<string, string>>]>> = {
    slow_first_token: [more('llm_delay', 'p50', 1000)],
    slowing: [more('llm_delay', 'max', 900)],
    bursty_deltas: [more('playback_underrun_time', 'total', 1000)],
    no_answer: [failure('no_answer')],
    rate_limited: [failure('rate_limited')],
    server_error: [failure('answer_failed', /^server_error/)],
    missing_done: [more('protocol_violations', 'total', 5)],
    inaudible: [failure('inaudible')],
    no_speech_stopped: [failure('no_answer')],
    transcription_late: [more('transcription_delay', 'p50', 1000)],
    transcription_failed: [neverTranscribed],
    transcription_never: [neverTranscribed],
    auth_failed: [failure('auth_failed')],
    session_expired: [failure('session_expired'), { after: '4s' }],
    dropped: [failure('connection_lost', /1006/)],
    internal_error: [failure('connection_lost', /1011/)],
    unknown_events: [borne],
    extra_fields: [borne],
    null_optionals: [({ notes }) => expect(notes.join(' ')).toMatch(/Usage missing on 12 of 12 responses/)],
  };
  const file = join(dir, 'transcribed.yaml');
  const sound = (async () => {
    const text = readFileSync('scenarios/smoke.yaml', 'utf8');
    const target = 'target: { session: { transcription: { model: gpt-4o-transcribe } } }';
    writeFileSync(file, `${text}\n${target}\n`);
    return rehearsed({ scenario: file });
  })();

  it.each(Object.entries(seen))('%s shows in the report', async (name, [look, args = {}]) => {
    const before = await sound;
    const struck = new Set<string>();
    const report = await rehearsed({ scenario: file, fault: [name, args] }, (record) => {
      if (record.type === 'fault') struck.add(record.fault);
    });
    expect([...struck]).toEqual([name]);
    look(report, before);
  });

  it('is in this table, but for the one that there is no rehearsing: a handshake is a socket’s', () => {
    expect([...Object.keys(seen), 'handshake_refused'].toSorted()).toEqual(
      [...agentFaults.keys()].filter((name) => !OF_A_STREAM.has(name)).toSorted(),
    );
  });
});
