/**
 * The names of everything that is measured, in one place: thresholds are checked against it, reports are keyed by it and
 * told in its order. How each one is measured is one file of its family in report/metric, which the compiler demands for
 * every name here; the definitions in full are docs/measurement.md's.
 */

import { failures } from './failure.ts';
import type { FailureCode } from './failure.ts';
import { fallbackReasons, type FallbackReason } from './fallback_reason.ts';
import type { Stat } from '../plan/plan.ts';

export interface MetricFacts {
  readonly unit: 'ms' | 's' | 'ratio' | 'usd' | 'count';
  /** `sample`: one value a turn, call or frame. `rate`: a share of cases. `total`: one number for the whole run. */
  readonly kind: 'sample' | 'rate' | 'total';
  /** What one value or case is of. The generator's own timings are of no call, so of no caller. */
  readonly of: 'turn' | 'call' | 'generator';
  /** For people: what a value runs from and to; of a rate, what the share is of, to be read after a percentage. */
  readonly label: string;
}

export interface Metric extends MetricFacts {
  readonly name: MetricName;
}

const ofTurn = { unit: 'ms', kind: 'sample', of: 'turn' } as const;
const ofCall = { unit: 'ms', kind: 'sample', of: 'call' } as const;
const ofGenerator = { unit: 'ms', kind: 'sample', of: 'generator' } as const;
const rateOfTurns = { unit: 'ratio', kind: 'rate', of: 'turn' } as const;
const rateOfCalls = { unit: 'ratio', kind: 'rate', of: 'call' } as const;
const total = { unit: 'count', kind: 'total', of: 'call' } as const;
const cost = { unit: 'usd', kind: 'sample', of: 'call' } as const;

const before = {
  setup_time: { ...ofCall, label: 'scheduled start → session ready' },
  connect_time: { ...ofCall, label: 'dialled → WebSocket open' },
  greeting_latency: {
    ...ofCall,
    label: 'session ready → first audible sample, where the agent speaks first',
  },
  response_latency: { ...ofTurn, label: 'end of the caller’s speech → first audible sample of the answer' },
  tool_response_latency: { ...ofTurn, label: 'the same, of turns in which the agent called a tool' },
  tool_answer_latency: {
    ...ofTurn,
    label: 'last tool result due → first audible sample of the answer from it',
  },
  time_to_first_audio: { ...ofTurn, label: 'end of the caller’s speech → first audio received' },
  packetization: { ...ofTurn, label: 'last audible sample captured → its frame is due' },
  vad_delay: { ...ofTurn, label: 'the frame with the end of speech is due → speech_stopped' },
  transcription_delay: { ...ofTurn, label: 'committed → transcription completed' },
  llm_delay: { ...ofTurn, label: 'response.created → first content' },
  tts_delay: { ...ofTurn, label: 'first content → first audio received' },
  network_up: { ...ofTurn, label: 'half of the round trip, towards the agent' },
  network_down: { ...ofTurn, label: 'half of the round trip, back' },
  playback_delay: { ...ofTurn, label: 'first audio received → played' },
  lead_in: { ...ofTurn, label: 'first sample of the answer played → first audible one' },
  unattributed: { ...ofTurn, label: 'what is left of response_latency without its parts' },
  barge_in_stop: { ...ofTurn, label: 'the caller speaks over the agent → it is no longer heard' },
  overlap: { ...ofCall, label: 'time in which both are heard' },
  dead_air: { ...ofCall, label: 'longest time in which neither is heard' },
  dead_air_total: { ...ofCall, label: 'all time in which neither is heard' },
  reprompt_time: { ...ofTurn, label: 'start of the caller’s silence → the agent is audible' },
  playback_underrun_time: { ...ofTurn, label: 'how long an answer’s buffer was dry' },
  time_to_fallback: { ...ofTurn, label: 'fault → first heard fallback' },
  recovery_time: { ...ofCall, label: 'end of a fault → first answer in time is heard' },
  reconnect_time: { ...ofCall, label: 'a connection is lost → there is a session again' },
  turns_lost: {
    unit: 'count',
    kind: 'sample',
    of: 'call',
    label: 'turns whose words or answer went with a connection, of calls that dialled again',
  },
  send_lateness: { ...ofGenerator, label: 'a frame is due → it is handed to the socket' },
  start_lateness: { ...ofGenerator, label: 'a call’s scheduled start → it reaches its worker' },
  loop_lag: { ...ofGenerator, label: 'a timer is due → it fires' },
  call_duration: { ...ofCall, label: 'session ready → end' },
  playback_underruns: {
    unit: 'count',
    kind: 'sample',
    of: 'turn',
    label: 'times the buffer ran dry in an answer',
  },
  response_rate: { ...rateOfTurns, label: 'of turns answered in time' },
  yield_rate: { ...rateOfTurns, label: 'of interruptions stopped the agent within 2 s' },
  false_yield_rate: { ...rateOfTurns, label: 'of backchannels and noises wrongly stopped the agent' },
  agent_interruption_rate: { ...rateOfTurns, label: 'of utterances talked over by the agent' },
  phantom_start_rate: { ...rateOfTurns, label: 'of answers began though the caller had been silent' },
  phantom_stop_rate: { ...rateOfTurns, label: 'of answers broke off though the caller was silent' },
  fallback_rate: { ...rateOfTurns, label: 'of turns answered by a fallback' },
  escalation_rate: { ...rateOfCalls, label: 'of calls handed to a person' },
  containment: { ...rateOfCalls, label: 'of calls finished without a person' },
  survival_rate: { ...rateOfCalls, label: 'of calls that were struck came to their end' },
  expectation_rate: { ...rateOfCalls, label: 'of what was expected came' },
  goal_rate: { ...rateOfCalls, label: 'of calls reached what the caller came for' },
  error_rate: { ...rateOfCalls, label: 'of calls failed' },
  blocked_rate: { ...rateOfCalls, label: 'of calls that fell due blocked by the cap on concurrency' },
  turn_error_rate: { ...rateOfTurns, label: 'of turns failed or stayed unanswered' },
  cut_short_rate: { ...rateOfTurns, label: 'of answers cut short by the service' },
  tool_error_rate: { ...rateOfTurns, label: 'of tool calls got no result' },
  reconnect_rate: { ...rateOfCalls, label: 'of calls that lost a connection came back' },
  cache_hit_rate: { ...rateOfCalls, label: 'of input tokens came from the cache' },
} as const satisfies Readonly<Record<string, MetricFacts>>;

const after = {
  not_started: { ...total, label: 'planned calls that were never started' },
  rate_limited: { ...total, label: 'rate limit errors' },
  agent_errors: { ...total, label: 'errors that the agent told of and the session survived' },
  protocol_violations: { ...total, label: 'messages no client could read, and answers without an end' },
  tool_calls: { ...total, label: 'function calls of the agent’s' },
  unknown_tool_calls: { ...total, label: 'of these, of tools that the scenario does not have' },
  'tokens.text_in': { ...total, label: 'text tokens in, the cached ones included' },
  'tokens.audio_in': { ...total, label: 'audio tokens in, the cached ones included' },
  'tokens.image_in': { ...total, label: 'image tokens in, the cached ones included' },
  'tokens.text_cached': { ...total, label: 'text tokens from the cache' },
  'tokens.audio_cached': { ...total, label: 'audio tokens from the cache' },
  'tokens.image_cached': { ...total, label: 'image tokens from the cache' },
  'tokens.text_out': { ...total, label: 'text tokens out' },
  'tokens.audio_out': { ...total, label: 'audio tokens out' },
  cost_per_call: { ...cost, label: 'usage × prices, of a call that got a session' },
  cost_per_minute: { ...cost, label: 'the same ÷ session minutes' },
  cost_per_turn: { ...cost, of: 'turn', label: 'of turns with reported usage' },
  replay_tokens: {
    unit: 'count',
    kind: 'sample',
    of: 'call',
    label: 'tokens in of the first answer after a conversation was replayed',
  },
  replay_cost: { ...cost, label: 'what that input cost' },
  wasted_audio: {
    unit: 's',
    kind: 'sample',
    of: 'call',
    label: 'seconds of agent audio received and never heard',
  },
  wasted_audio_cost: { ...cost, label: 'what that audio cost' },
} as const satisfies Readonly<Record<string, MetricFacts>>;

type ReasonRate = `fallback_rate.${FallbackReason}`;
const reasonRates = Object.fromEntries(
  fallbackReasons.map((reason) => [
    `fallback_rate.${reason}`,
    { ...rateOfTurns, label: `of turns answered by a fallback that may be for ${reason}` },
  ]),
) as unknown as Readonly<Record<ReasonRate, typeof rateOfTurns & { readonly label: string }>>;

const codes = Object.keys(failures) as FailureCode[];

type CodeRate = `error_rate.${FailureCode}`;
const codeRates = Object.fromEntries(
  codes.map((code) => [`error_rate.${code}`, { ...rateOfCalls, label: `of calls failed with ${code}` }]),
) as unknown as Readonly<Record<CodeRate, typeof rateOfCalls & { readonly label: string }>>;

const catalogue = { ...before, ...reasonRates, ...codeRates, ...after };

export type MetricName = keyof typeof catalogue;

/** The names of rates, and of what has values. */
export type RateName = {
  [Name in MetricName]: (typeof catalogue)[Name]['kind'] extends 'rate' ? Name : never;
}[MetricName];
export type ValueName = Exclude<MetricName, RateName>;

export const metrics: readonly Metric[] = Object.entries(catalogue).map(([name, facts]) => ({
  name: name as MetricName,
  ...facts,
}));

const byName: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): Metric | undefined {
  return byName.get(name);
}

export function factsOf(name: MetricName): MetricFacts {
  return catalogue[name];
}

const percentiles = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9'] as const satisfies readonly Stat[];

/** The statistics that mean something for a metric, and the one a threshold asks for when it names none. */
export function statsOf(kind: MetricFacts['kind']): {
  readonly stats: readonly Stat[];
  readonly implied?: Stat;
} {
  switch (kind) {
    case 'sample':
      return { stats: ['count', 'min', 'mean', 'max', 'total', ...percentiles] };
    case 'rate':
      return { stats: ['rate', 'count'], implied: 'rate' };
    case 'total':
      return { stats: ['total', 'count'], implied: 'total' };
  }
}
