/**
 * What each turn and each call feeds to k6's own metrics: the families of the report, by the report's own measure, so that a figure
 * means the same in both. Left out is what no turn or call tells by itself (the generator's timings, tokens, prices). Pure.
 */

import { factsOf, type MetricFacts, type MetricName } from '../../core/log/metric.ts';
import type { Threshold } from '../../core/plan/plan.ts';
import type { RateMeasure, ValueMeasure } from '../../report/metric/family.ts';
import { measuredNames, registry } from '../../report/metric/registry.ts';

export interface FedMetric {
  readonly name: MetricName;
  /** As k6 calls it: no dots. */
  readonly k6: string;
  readonly facts: MetricFacts;
  readonly measure: ValueMeasure | RateMeasure;
}

const measured = measuredNames.flatMap((name): FedMetric[] => {
  const measure: ValueMeasure | RateMeasure = registry[name];
  return measure.ofTurn === undefined && measure.ofCall === undefined
    ? []
    : [{ name, k6: k6Name(name), facts: factsOf(name), measure }];
});

/** Rates by code and by reason are many: only those that a threshold asks for. */
export function fedMetricsFor(thresholds: readonly Pick<Threshold, 'metric'>[]): readonly FedMetric[] {
  const asked = new Set(thresholds.map(({ metric }) => metric));
  return measured.filter(({ name }) => !name.includes('.') || asked.has(name));
}

/** k6 allows letters, digits and underscores. */
export function k6Name(name: string): string {
  return name.replaceAll('.', '_');
}
