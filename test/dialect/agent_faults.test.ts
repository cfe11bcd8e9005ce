/**
 * What the simulated agent does wrong on purpose, in each protocol: it strikes, and shows as far as the protocol has a way to show it. A
 * fault that a protocol has no place for does not strike, and leaves the call as it was.
 */

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agentFaults } from '../../src/agent/fault/agent_faults.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { DIALECT_NAMES, type DialectName } from '../../src/core/plan/plan.ts';
import type { Summary } from '../../src/report/summary.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

/** How calls fail by it; `later`, `dry`: answers come later, or run dry; `borne`: it is to be borne; null: it has no place here. */
type Shown = string | null;
type Shows = Readonly<Record<Exclude<DialectName, 'openai-realtime'>, Shown>>;

const everywhere = (shown: Shown): Shows => ({
  'gemini-live': shown,
  'gpt-live': shown,
  'twilio-media-streams': shown,
});
/** Of a telephone's media stream alone. */
const ofStream = (shown: Shown): Shows => ({ ...everywhere(null), 'twilio-media-streams': shown });

const table: Readonly<Record<string, Shows>> = {
  slow_first_token: everywhere('later'),
  slowing: everywhere('later'),
  // GPT-Live sends its audio as it is to be heard.
  bursty_deltas: { ...everywhere('dry'), 'gpt-live': 'borne' },
  no_answer: everywhere('no_answer'),
  rate_limited: { ...everywhere('no_answer'), 'gemini-live': 'rate_limited' },
  server_error: { ...everywhere('no_answer'), 'gemini-live': 'agent_error' },
  // By ear the end of an answer needs nobody to tell it.
  missing_done: { ...everywhere('borne'), 'gemini-live': 'no_answer' },
  inaudible: { ...everywhere('no_answer'), 'gemini-live': 'inaudible' },
  no_speech_stopped: everywhere('no_answer'),
  transcription_late: { ...everywhere('borne'), 'twilio-media-streams': null },
  transcription_failed: { ...everywhere('borne'), 'twilio-media-streams': null },
  transcription_never: { ...everywhere('borne'), 'twilio-media-streams': null },
  auth_failed: { ...everywhere('auth_failed'), 'twilio-media-streams': 'agent_hung_up' },
  session_expired: { ...everywhere('session_expired'), 'twilio-media-streams': 'agent_hung_up' },
  dropped: everywhere('connection_lost'),
  internal_error: { ...everywhere('connection_lost'), 'gemini-live': 'agent_error' },
  unknown_events: everywhere('borne'),
  extra_fields: everywhere('borne'),
  null_optionals: everywhere('borne'),
  odd_pieces: ofStream('borne'),
  streams_silence: ofStream('borne'),
  no_marks: ofStream('borne'),
  no_clear: ofStream('borne'),
};

const FILE = fileURLToPath(new URL('../../scenarios/smoke.yaml', import.meta.url));
const others = DIALECT_NAMES.filter((name) => name !== 'openai-realtime');

it('is told of every fault, but for the one of the handshake, which is no protocol’s', () => {
  expect([...Object.keys(table), 'handshake_refused'].toSorted()).toEqual([...agentFaults.keys()].toSorted());
});

describe.each(others)('in %s', (dialect) => {
  const compiled = loadScenario(FILE).then(({ scenario, repertoire }) =>
    compileWith(repertoire, scenario, { dialect, calls: 1 }),
  );

  async function rehearsed(name?: string): Promise<{ readonly summary: Summary; readonly struck: boolean }> {
    const { plan, audio } = await compiled;
    const args: Readonly<Record<string, string>> = name === 'session_expired' ? { after: '4s' } : {};
    const faults = name === undefined ? [] : [{ fault: name, args, share: 1 }];
    const agent = await loadAgent({ seed: 1, faults });
    let struck = false;
    const onAgentRecord = ({ type }: { readonly type: string }): void => {
      struck ||= type === 'fault';
    };
    const { summary } = await rehearsePlan(plan, audio, { agent, onAgentRecord });
    if (summary === null) throw new Error('no summary');
    return { summary, struck };
  }

  const usual = rehearsed();

  it.each(Object.entries(table))('%s shows as it can', async (name, shows) => {
    const { summary, struck } = await rehearsed(name);
    const was = (await usual).summary;
    expect([name, struck]).toEqual([name, shows[dialect] !== null]);
    expect([name, shown(summary, was)]).toEqual([name, shows[dialect] ?? 'borne']);
  });
});

/** What came of it, beside a run without it. */
function shown({ failures, metrics }: Summary, was: Summary): string {
  const [failure] = Object.keys(failures);
  if (failure !== undefined) return failure;
  const slowest = (of: Summary['metrics']): number => {
    const latency = of.response_latency;
    return latency !== undefined && 'max' in latency ? (latency.max ?? 0) : 0;
  };
  if (slowest(metrics) > slowest(was.metrics) + 200) return 'later';
  const dry = metrics.playback_underrun_time;
  return dry !== undefined && 'total' in dry && (dry.total ?? 0) > 500 ? 'dry' : 'borne';
}
