/**
 * The names of everything that is measured, in one place: thresholds are checked against it, reports are keyed by it.
 * What each one means, and how it is computed, is docs/measurement.md's and the report's business, not this file's.
 */

import { failures } from './failure.ts';
import type { FailureCode } from './failure.ts';
import type { Stat } from '../plan/plan.ts';

export interface Metric {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'ratio' | 'usd' | 'count';
  /** `sample`: one value a turn, call or frame. `rate`: a share of cases. `total`: one number for the whole run. */
  readonly kind: 'sample' | 'rate' | 'total';
}

const sampledMs = [
  'setup_time',
  'connect_time',
  'greeting_latency',
  'response_latency',
  'tool_response_latency',
  'tool_answer_latency',
  'time_to_first_audio',
  'vad_delay',
  'transcription_delay',
  'llm_delay',
  'tts_delay',
  'network_up',
  'network_down',
  'playback_delay',
  'unattributed',
  'barge_in_stop',
  'overlap',
  'dead_air',
  'dead_air_total',
  'reprompt_time',
  'playback_underrun_time',
  'time_to_fallback',
  'recovery_time',
  'send_lateness',
  'start_lateness',
  'loop_lag',
  'call_duration',
] as const;

const rates = [
  'response_rate',
  'yield_rate',
  'false_yield_rate',
  'agent_interruption_rate',
  'fallback_rate',
  'escalation_rate',
  'containment',
  'error_rate',
  'turn_error_rate',
  'tool_error_rate',
  'cache_hit_rate',
] as const;

const totals = [
  'rate_limited',
  'protocol_violations',
  'tool_calls',
  'unknown_tool_calls',
  'tokens.text_in',
  'tokens.audio_in',
  'tokens.image_in',
  'tokens.text_cached',
  'tokens.audio_cached',
  'tokens.image_cached',
  'tokens.text_out',
  'tokens.audio_out',
] as const;

export type MetricName =
  | (typeof sampledMs)[number]
  | (typeof rates)[number]
  | (typeof totals)[number]
  | `error_rate.${FailureCode}`
  | 'playback_underruns'
  | 'cost_per_call'
  | 'cost_per_minute'
  | 'cost_per_turn'
  | 'wasted_audio'
  | 'wasted_audio_cost';

const codes = Object.keys(failures) as FailureCode[];

export const metrics: readonly (Metric & { readonly name: MetricName })[] = [
  ...sampledMs.map((name) => ({ name, unit: 'ms', kind: 'sample' }) as const),
  { name: 'playback_underruns', unit: 'count', kind: 'sample' },
  ...rates.map((name) => ({ name, unit: 'ratio', kind: 'rate' }) as const),
  ...codes.map((code) => ({ name: `error_rate.${code}`, unit: 'ratio', kind: 'rate' }) as const),
  ...totals.map((name) => ({ name, unit: 'count', kind: 'total' }) as const),
  { name: 'cost_per_call', unit: 'usd', kind: 'sample' },
  { name: 'cost_per_minute', unit: 'usd', kind: 'sample' },
  { name: 'cost_per_turn', unit: 'usd', kind: 'sample' },
  { name: 'wasted_audio', unit: 's', kind: 'sample' },
  { name: 'wasted_audio_cost', unit: 'usd', kind: 'sample' },
];

/** Names kept for what nothing measures yet: a threshold on one of them could only fail. */
export const reservedMetrics: ReadonlySet<string> = new Set<MetricName>([
  'recovery_time',
  'time_to_fallback',
  'fallback_rate',
  'escalation_rate',
  'containment',
]);

const byName: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): Metric | undefined {
  return byName.get(name);
}

const percentiles = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9'] as const satisfies readonly Stat[];

/** The statistics that mean something for a metric, and the one a threshold asks for when it names none. */
export function statsOf(kind: Metric['kind']): { readonly stats: readonly Stat[]; readonly implied?: Stat } {
  switch (kind) {
    case 'sample':
      return { stats: ['count', 'min', 'mean', 'max', 'total', ...percentiles] };
    case 'rate':
      return { stats: ['rate', 'count'], implied: 'rate' };
    case 'total':
      return { stats: ['total', 'count'], implied: 'total' };
  }
}
