/**
 * Which metrics are compared, by which statistic, which of them are tested, and which way each is better. The tested ones are few,
 * for every one more has all of them need more calls; the others are shown without a verdict. Pure.
 */

import { factsOf, metricNamed, metrics, type MetricName } from '../../core/log/metric.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { didYouMean } from '../../core/word/nearest.ts';
import { PERCENTILES, type PercentileName } from '../statistics.ts';

export type ComparedStat = PercentileName | 'mean' | 'rate';

export interface ComparedMetric {
  readonly metric: MetricName;
  readonly stat: ComparedStat;
}

const of = (metric: MetricName, ...stats: readonly ComparedStat[]): ComparedMetric[] =>
  stats.map((stat) => ({ metric, stat }));

/** Tested where nothing else is asked for, besides the p50 of response latency of each kind of caller. */
export const usuallyTested: readonly ComparedMetric[] = [
  ...of('response_latency', 'p50', 'p95'),
  ...of('response_rate', 'rate'),
  ...of('error_rate', 'rate'),
  ...of('fallback_rate', 'rate'),
  ...of('expectation_rate', 'rate'),
  ...of('goal_rate', 'rate'),
  ...of('agent_interruption_rate', 'rate'),
  ...of('yield_rate', 'rate'),
  ...of('cost_per_call', 'mean'),
];

/** Shown without a verdict, unless asked for. */
export const alsoShown: readonly ComparedMetric[] = [
  ...of('response_latency', 'p99'),
  ...of('tool_response_latency', 'p50', 'p95'),
  ...of('time_to_first_audio', 'p50'),
  ...of('greeting_latency', 'p50'),
  ...of('setup_time', 'p50'),
  ...of('barge_in_stop', 'p50'),
  ...of('time_to_fallback', 'p50'),
  ...of('recovery_time', 'p50'),
  ...of('dead_air_total', 'p50'),
  ...of('call_duration', 'p50'),
  ...of('turn_error_rate', 'rate'),
  ...of('false_yield_rate', 'rate'),
  ...of('cut_short_rate', 'rate'),
  ...of('escalation_rate', 'rate'),
  ...of('containment', 'rate'),
  ...of('survival_rate', 'rate'),
  ...of('reconnect_rate', 'rate'),
  ...of('blocked_rate', 'rate'),
  ...of('cost_per_minute', 'mean'),
  ...of('wasted_audio', 'mean'),
];

/** All that a run, or a baseline, keeps of its calls for a comparison. */
export const comparedMetrics: ReadonlySet<MetricName> = new Set(
  [...usuallyTested, ...alsoShown].map(({ metric }) => metric),
);

export type Direction = 'lower' | 'higher' | 'neither';

const higher: ReadonlySet<MetricName> = new Set([
  'response_rate',
  'yield_rate',
  'containment',
  'survival_rate',
  'expectation_rate',
  'goal_rate',
  'reconnect_rate',
]);
/** More of it is no harm by itself, nor less. */
const neither: ReadonlySet<MetricName> = new Set(['call_duration', 'escalation_rate']);

/** Which way is better. */
export function betterOf(metric: MetricName): Direction {
  return higher.has(metric) ? 'higher' : neither.has(metric) ? 'neither' : 'lower';
}

/** `response_latency.p95`; of a rate its name alone. */
export function metricText({ metric, stat }: ComparedMetric): string {
  return stat === 'rate' ? metric : `${metric}.${stat}`;
}

export function sameMetric(a: ComparedMetric, b: ComparedMetric): boolean {
  return a.metric === b.metric && a.stat === b.stat;
}

export function percentOf(stat: ComparedStat): number | null {
  return stat === 'mean' || stat === 'rate' ? null : PERCENTILES[stat];
}

/** `error_rate`, `response_latency.p95`; of time without a statistic its p50, of anything else its mean. Throws ConfigError. */
export function readComparedMetric(text: string, option: string): ComparedMetric {
  const dot = text.lastIndexOf('.');
  const whole = metricNamed(text) !== undefined;
  const name = whole || dot < 0 ? text : text.slice(0, dot);
  const found = [...comparedMetrics].find((metric) => metric === name);
  if (found === undefined) throw unknown(text, name, option);
  const { kind, unit } = factsOf(found);
  const asked = whole || dot < 0 ? undefined : text.slice(dot + 1);
  if (kind === 'rate') {
    if (asked !== undefined && asked !== 'rate')
      throw invalid(text, option, `${found} has no ${asked.slice(0, 20)}: it is a rate`);
    return { metric: found, stat: 'rate' };
  }
  if (asked === undefined) return { metric: found, stat: unit === 'ms' ? 'p50' : 'mean' };
  const stats = [...(Object.keys(PERCENTILES) as PercentileName[]), 'mean'] as const;
  // A mean of what may never come is of those that came, and would call an agent fast for its silences.
  const known = unit === 'ms' ? stats.filter((one) => one !== 'mean') : stats;
  const stat = known.find((one) => one === asked);
  if (stat === undefined) {
    const hint = didYouMean(asked, known);
    throw invalid(
      text,
      option,
      `expected ${known.join(', ')} after ${found}, found "${asked.slice(0, 20)}"${hint}`,
    );
  }
  return { metric: found, stat };
}

function unknown(text: string, name: string, option: string): ConfigError {
  const known = metrics.some((metric) => metric.name === name)
    ? `${name} is not among what is compared: ${[...comparedMetrics].join(', ')}`
    : `expected a metric that is compared, found "${name.slice(0, 60)}"${didYouMean(name, comparedMetrics)}`;
  return invalid(text, option, known);
}

function invalid(text: string, option: string, message: string): ConfigError {
  return new ConfigError(message, {
    code: 'option_invalid',
    path: `${option} ${text.slice(0, 60)}`,
    hint: 'e.g. response_latency.p95 or error_rate; docs/compare.md lists them all',
  });
}
