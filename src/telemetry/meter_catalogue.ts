/**
 * Everything that is told of a run while it goes on, in one place: names in base units (seconds, bytes, USD), what each is, and
 * by what it is split. Labels hold only what the plan has or what is a closed set: nothing from a server becomes one.
 */

export type MeterKind = 'counter' | 'gauge' | 'histogram' | 'kept';

export interface MeterFacts {
  /** `kept`: a histogram that somebody else keeps, and that is handed over whole. */
  readonly kind: MeterKind;
  readonly help: string;
  readonly labels: readonly string[];
  /** Of a histogram: upper bounds in its unit. */
  readonly buckets?: BucketsName;
}

/** Upper bounds in seconds. Those of `latency` are joined by the scenario's own bands and limits. */
export const buckets = {
  latency: [0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5, 10],
  part: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 2, 5],
  length: [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
  lateness: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type BucketsName = keyof typeof buckets;

const counter = (help: string, ...labels: readonly string[]) => ({ kind: 'counter', help, labels }) as const;
const gauge = (help: string, ...labels: readonly string[]) => ({ kind: 'gauge', help, labels }) as const;
const ofCaller = (buckets: BucketsName, help: string) =>
  ({ kind: 'histogram', help, labels: ['caller'], buckets }) as const;
const kept = (help: string) => ({ kind: 'kept', help, labels: [], buckets: 'lateness' }) as const;

export const meterCatalogue = {
  run_info: gauge(
    'Always 1: which run this is',
    'run',
    'scenario',
    'target',
    'model',
    'dialect',
    'engine',
    'version',
    'plan',
    'seed',
  ),
  run_start_timestamp_seconds: gauge('Instant 0 of the run, since the Unix epoch'),
  run_active: gauge('1 while calls are made, 0 after that'),
  run_end: gauge('1 once the run has ended, by why it did', 'reason'),

  calls_planned: gauge('Calls of the plan; absent where it has no number'),
  calls_started: counter('Calls handed to whoever makes them', 'caller'),
  calls_active: gauge('Calls that are going on', 'caller'),
  calls: counter(
    'Calls that came to their end, or that were never made, by what became of them',
    'outcome',
    'failure',
    'caller',
  ),
  setup_time_seconds: ofCaller('part', 'Scheduled start to session ready'),
  call_duration_seconds: ofCaller('length', 'Session ready to the end of the call'),
  reconnect_time_seconds: ofCaller('part', 'A connection is lost to a session again'),
  reconnects: counter('Connections lost in the middle of a script, by what came of it', 'outcome', 'caller'),

  turns: counter('Turns, by how they ended', 'outcome', 'caller'),
  response_latency_seconds: ofCaller(
    'latency',
    'End of the speech of the caller to the first audible sample of the answer',
  ),
  time_to_first_audio_seconds: ofCaller(
    'latency',
    'End of the speech of the caller to the first audio received',
  ),
  greeting_latency_seconds: ofCaller('latency', 'Session ready to the first audible sample of the greeting'),
  vad_delay_seconds: ofCaller('part', 'End of speech to the agent having noticed it'),
  llm_delay_seconds: ofCaller('part', 'Answer begun to its first content'),
  tts_delay_seconds: ofCaller('part', 'First content to first audio received'),
  barge_in_stop_seconds: ofCaller('part', 'The caller speaks over the agent to its being silent'),
  interruptions: counter('Who spoke over whom: by the caller, or by the agent', 'by', 'caller'),
  yields: counter('Interruptions by the caller that stopped the agent in time', 'caller'),
  playback_underruns: counter('Times that the buffer of an answer ran dry', 'caller'),
  fallbacks: counter('Fallbacks of the agent, by what they were taken for', 'label', 'caller'),
  expectations: counter('What was expected of calls, by whether it came', 'outcome', 'caller'),
  tool_calls: counter('Tool calls of the agent, by what they were answered', 'outcome', 'caller'),
  strikes: counter('Faults of the caller and of the network that struck', 'fault'),
  agent_errors: counter('Errors that the agent told of and the session survived', 'caller'),
  rate_limit_errors: counter('Rate limit errors', 'caller'),
  protocol_violations: counter('Messages that no client could read, and answers without an end', 'caller'),

  tokens: counter('Tokens by the account of the agent', 'direction', 'kind', 'cached'),
  cost_usd: gauge('What the run has cost so far, at the most; absent where no prices are known'),
  audio_sent_seconds: counter('Audio sent to the agent, of calls that are over', 'caller'),
  audio_received_seconds: counter('Audio received from the agent, of calls that are over', 'caller'),

  send_lateness_seconds: kept('How late the generator handed frames to their sockets'),
  start_lateness_seconds: kept('How late the generator began calls'),
  loop_lag_seconds: kept('How late timers fired in the generator'),
  frames_sent: counter('Audio frames sent by the generator'),
  frames_dropped: counter('Audio frames left out because the generator was late'),
  frames_unread: counter('Audio frames left out because the target did not read'),
  sent_bytes: counter('Bytes sent to the target'),
  received_bytes: counter('Bytes received from the target'),
  generator_cpu_seconds: counter('CPU time of the workers that make the calls'),
  generator_memory_bytes: gauge('Most memory that the generator has had resident'),

  threshold_holds: gauge('1 where a threshold holds by the figures so far, 0 where it does not', 'threshold'),
  threshold_observed: gauge('What a threshold is compared with, in the base unit of its metric', 'threshold'),
  threshold_limit: gauge('What it is compared to, in the base unit of its metric', 'threshold'),
} as const satisfies Readonly<Record<string, MeterFacts>>;

export type MeterName = keyof typeof meterCatalogue;

type OfKind<Kind extends MeterKind> = {
  [Name in MeterName]: (typeof meterCatalogue)[Name]['kind'] extends Kind ? Name : never;
}[MeterName];

export type CounterName = OfKind<'counter'>;
export type GaugeName = OfKind<'gauge'>;
export type HistogramName = OfKind<'histogram'>;
export type KeptName = OfKind<'kept'>;

/** Exactly those that a meter is split by. */
export type LabelsOf<Name extends MeterName> = Readonly<
  Record<(typeof meterCatalogue)[Name]['labels'][number], string>
>;

export const meterNames = Object.keys(meterCatalogue) as readonly MeterName[];

export function meterFacts(name: MeterName): MeterFacts {
  return meterCatalogue[name];
}

/** As Prometheus has it: `callstorm_turns_total`. */
export function prometheusName(name: MeterName): string {
  return `callstorm_${name}${meterFacts(name).kind === 'counter' ? '_total' : ''}`;
}
