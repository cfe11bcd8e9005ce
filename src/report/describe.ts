/**
 * Turns samples into what a summary says of them: a distribution with its percentiles and intervals, or a rate. Pure.
 */

import { Histogram } from '../core/log/histogram.ts';
import { factsOf, type MetricName } from '../core/log/metric.ts';
import type { RateCount } from './metric/family.ts';
import {
  mean,
  meanInterval,
  nearestRank,
  percentile,
  percentileInterval,
  PERCENTILE_NAMES,
  PERCENTILES,
  sortedValues,
  sum,
  tooFewBeyond,
  wilson,
  type Interval,
  type PercentileName,
} from './statistics.ts';
import type { Distribution, Rate } from './metric_figures.ts';
import type { Lateness } from './generator_summary.ts';

/** Exact percentiles of the values themselves. The seed keys the bootstrap, so that a report repeats to the byte. */
export function distribution(
  metric: MetricName,
  values: Iterable<number>,
  seed: number,
  missing?: number,
): Distribution {
  const sorted = sortedValues(values);
  const ci: { -readonly [K in keyof Distribution['ci']]: Interval } = {};
  const meanCi = meanInterval(sorted, seed, metric);
  if (meanCi !== null) ci.mean = tidyInterval(meanCi);
  if (sorted.length > 0) {
    for (const name of PERCENTILE_NAMES) {
      ci[name] = tidyInterval(percentileInterval(sorted, PERCENTILES[name]));
    }
  }
  return {
    kind: 'distribution',
    unit: factsOf(metric).unit,
    count: sorted.length,
    total: tidy(sum(sorted)),
    min: tidyOrNull(sorted[0] ?? null),
    mean: tidyOrNull(mean(sorted)),
    ...percentilesBy((p) => percentile(sorted, p)),
    max: tidyOrNull(sorted.at(-1) ?? null),
    ci,
    tooFew: tooFewOf(sorted.length),
    ...missed(missing, (p, all) => sorted[nearestRank(p, all) - 1] ?? null, sorted.length),
  };
}

/**
 * Of what is kept as a histogram, such as the generator's own timings: percentiles are at most 1.6% too high. `scale`: how
 * many of the histogram's units make one of the metric's.
 */
export function histogramDistribution(
  metric: MetricName,
  histogram: Histogram,
  { missing, scale = 1 }: { readonly missing?: number; readonly scale?: number } = {},
): Distribution {
  const scaled = (value: number | null): number | null => (value === null ? null : value / scale);
  const { count } = histogram;
  return {
    kind: 'distribution',
    unit: factsOf(metric).unit,
    count,
    total: tidy(histogram.sum / scale),
    min: count === 0 ? null : tidy(histogram.min / scale),
    mean: tidyOrNull(scaled(histogram.mean())),
    ...percentilesBy((p) => scaled(histogram.percentile(p))),
    max: count === 0 ? null : tidy(histogram.max / scale),
    ci: {},
    tooFew: tooFewOf(count),
    ...missed(missing, (p, all) => scaled(histogram.atRank(nearestRank(p, all))), count),
  };
}

/** What never came ranks last: a percentile that falls among it has no value. */
function missed(
  missing: number | undefined,
  ranked: (p: number, all: number) => number | null,
  count: number,
): Pick<Distribution, 'missing' | 'withMissing'> {
  if (missing === undefined) return {};
  if (missing === 0) return { missing };
  return { missing, withMissing: percentilesBy((p) => ranked(p, count + missing)) };
}

export function lateness(histogram: Histogram): Lateness {
  return {
    count: histogram.count,
    p50: tidyOrNull(histogram.percentile(50)),
    p95: tidyOrNull(histogram.percentile(95)),
    p99: tidyOrNull(histogram.percentile(99)),
    max: histogram.count === 0 ? null : tidy(histogram.max),
  };
}

/** An interval is known only of cases that are independent of each other. */
export function rate({ count, of }: RateCount, { independent }: { readonly independent: boolean }): Rate {
  const ci = independent ? wilson(count, of) : null;
  return {
    kind: 'rate',
    unit: 'ratio',
    rate: of === 0 ? null : tidy(count / of),
    count,
    of,
    ci: ci === null ? null : tidyInterval(ci),
  };
}

/** Nine decimals: no figure loses anything by it, and none shows the binary's last bits. */
export function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

export function tidyOrNull(value: number | null): number | null {
  return value === null ? null : tidy(value);
}

function tidyInterval([low, high]: Interval): Interval {
  return [tidyOrNull(low), tidyOrNull(high)];
}

function percentilesBy(of: (p: number) => number | null): Record<PercentileName, number | null> {
  return {
    p50: tidyOrNull(of(PERCENTILES.p50)),
    p75: tidyOrNull(of(PERCENTILES.p75)),
    p90: tidyOrNull(of(PERCENTILES.p90)),
    p95: tidyOrNull(of(PERCENTILES.p95)),
    p99: tidyOrNull(of(PERCENTILES.p99)),
    p99_9: tidyOrNull(of(PERCENTILES.p99_9)),
  };
}

function tooFewOf(count: number): PercentileName[] {
  return PERCENTILE_NAMES.filter((name) => tooFewBeyond(PERCENTILES[name], count));
}
