/**
 * Which metrics a matrix looks at, and by which statistic: those that it is asked for, or a few that say what callers meet. Pure.
 */

import { factsOf, metricNamed, metrics, type MetricName } from '../../core/log/metric.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { didYouMean } from '../../core/word/nearest.ts';
import type { MatrixStat } from './matrix.ts';

export interface StudiedMetric {
  readonly metric: MetricName;
  readonly stat: MatrixStat;
}

export const usualMetrics: readonly StudiedMetric[] = [
  { metric: 'response_latency', stat: 'p50' },
  { metric: 'response_latency', stat: 'p95' },
  { metric: 'response_rate', stat: 'rate' },
  { metric: 'error_rate', stat: 'rate' },
  { metric: 'fallback_rate', stat: 'rate' },
  { metric: 'expectation_rate', stat: 'rate' },
  { metric: 'goal_rate', stat: 'rate' },
  { metric: 'agent_interruption_rate', stat: 'rate' },
  { metric: 'yield_rate', stat: 'rate' },
  { metric: 'cost_per_call', stat: 'mean' },
];

const stats = ['p50', 'p95', 'mean'] as const;

/** `fallback_rate`, `response_latency.p95`; without a statistic all that are usual for it. Throws ConfigError. */
export function readStudiedMetric(text: string): readonly StudiedMetric[] {
  const dot = text.lastIndexOf('.');
  const whole = metricNamed(text);
  const metric = whole ?? (dot < 0 ? undefined : metricNamed(text.slice(0, dot)));
  if (metric === undefined || metric.kind === 'total' || metric.of === 'generator') throw unknown(text);
  const asked = whole === undefined ? text.slice(dot + 1) : null;
  if (metric.kind === 'rate') {
    if (asked !== null && asked !== 'rate')
      throw invalid(text, `${metric.name} has no ${asked}: it is a rate`);
    return [{ metric: metric.name, stat: 'rate' }];
  }
  if (asked === null) return usualStats(metric.name).map((stat) => ({ metric: metric.name, stat }));
  const stat = stats.find((one) => one === asked);
  if (stat === undefined)
    throw invalid(text, `expected ${stats.join(', ')} after ${metric.name}, found "${asked}"`);
  return [{ metric: metric.name, stat }];
}

function usualStats(metric: MetricName): readonly MatrixStat[] {
  return factsOf(metric).unit === 'ms' ? ['p50', 'p95'] : ['mean'];
}

function unknown(text: string): ConfigError {
  const known = metrics
    .filter(({ kind, of }) => kind !== 'total' && of !== 'generator')
    .map(({ name }) => name);
  return invalid(
    text,
    `expected a metric of turns or calls, found "${text.slice(0, 60)}"${didYouMean(text, known)}`,
  );
}

function invalid(text: string, message: string): ConfigError {
  return new ConfigError(message, {
    code: 'option_invalid',
    path: `--metric ${text.slice(0, 60)}`,
    hint: 'e.g. --metric response_latency.p95 --metric fallback_rate; docs/measurement.md has them all',
  });
}
