/**
 * The figures of a metric, as summary.json tells them: of values a distribution, of cases a rate. A number that could not be
 * measured is null. Only shapes: metric/metric_summary.ts finds the figures.
 */

import type { Metric, MetricName } from '../core/log/metric.ts';
import type { Interval, PercentileName } from './statistics.ts';

export type Metrics = Readonly<Partial<Record<MetricName, MetricSummary>>>;
export type MetricSummary = Distribution | Rate;

export interface Distribution {
  readonly kind: 'distribution';
  readonly unit: Metric['unit'];
  readonly count: number;
  readonly total: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
  /** 95% intervals: bootstrap for the mean, order statistics for percentiles. Empty for the generator's own. */
  readonly ci: Readonly<Partial<Record<PercentileName | 'mean', Interval>>>;
  /** Percentiles with fewer than ten samples beyond them. */
  readonly tooFew: readonly PercentileName[];
  /** Cases that should have given a value and gave none, of metrics that wait for something. In no figure above. */
  readonly missing?: number;
  /**
   * The percentiles with the missing ranked last, later than any value: what a threshold judges. Null: among the missing.
   * Only where some are missing.
   */
  readonly withMissing?: Readonly<Record<PercentileName, number | null>>;
}

export interface Rate {
  readonly kind: 'rate';
  readonly unit: 'ratio';
  readonly rate: number | null;
  readonly count: number;
  readonly of: number;
  /** Wilson, 95%. Null also where the cases are not independent of each other (tokens). */
  readonly ci: Interval | null;
}
