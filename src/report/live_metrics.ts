/**
 * Metrics of a run that is still going on, a few of them by name: histograms and counts in place of samples, so O(1) a value
 * whatever the run's length. Percentiles are at most 1.6% too high; what never came counts as it does in the final report,
 * which never reads from here. Pure.
 */

import { Histogram } from '../core/log/histogram.ts';
import {
  factsOf,
  type MetricFacts,
  type MetricName,
  type RateName,
  type ValueName,
} from '../core/log/metric.ts';
import { histogramDistribution, rate } from './describe.ts';
import type { RateCount } from './metric/family.ts';
import type { Receiver } from './metric/measure.ts';
import { owedOf } from './missing.ts';
import type { Metrics, MetricSummary } from './metric_figures.ts';

/** A histogram's finest step is a thousandth: an amount in dollars, or in seconds, is kept in smaller ones. */
const scales: Readonly<Record<MetricFacts['unit'], number>> = { ms: 1, s: 1e3, ratio: 1, usd: 1e6, count: 1 };

export class LiveMetrics implements Receiver {
  private readonly wanted: ReadonlySet<string>;
  private readonly values = new Map<ValueName, { histogram: Histogram; missing: number }>();
  private readonly rates = new Map<RateName, RateCount>();

  constructor(wanted: Iterable<string>) {
    this.wanted = new Set(wanted);
  }

  value(metric: ValueName, value: number): void {
    if (this.wanted.has(metric)) this.kept(metric).histogram.add(value * scales[factsOf(metric).unit]);
  }

  cases(metric: RateName, count: number, of: number): void {
    if (!this.wanted.has(metric)) return;
    const so = this.rates.get(metric) ?? { count: 0, of: 0 };
    this.rates.set(metric, { count: so.count + count, of: so.of + of });
  }

  miss(metric: ValueName): void {
    if (this.wanted.has(metric)) this.kept(metric).missing++;
  }

  /** Of what has been measured by now. */
  metrics(): Metrics {
    const found: Partial<Record<MetricName, MetricSummary>> = {};
    for (const [name, { histogram, missing }] of this.values) {
      found[name] = histogramDistribution(name, histogram, {
        scale: scales[factsOf(name).unit],
        ...(owedOf(name) === undefined ? {} : { missing }),
      });
    }
    for (const [name, counted] of this.rates) found[name] = rate(counted, { independent: false });
    return found;
  }

  private kept(metric: ValueName): { histogram: Histogram; missing: number } {
    let kept = this.values.get(metric);
    if (kept === undefined) this.values.set(metric, (kept = { histogram: new Histogram(), missing: 0 }));
    return kept;
  }
}
