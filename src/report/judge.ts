/**
 * Judges one threshold by what was measured. Pure. Nothing passes in silence: no samples is a fail, too few samples are
 * said to be, and what never came counts as later than anything that did.
 */

import { metricNamed } from '../core/log/metric.ts';
import { whyUntold } from '../core/log/untold_metric.ts';
import type { Threshold } from '../core/plan/plan.ts';
import { count as number, figure } from './figure.ts';
import { owedOf } from './missing.ts';
import { PERCENTILES, tooFewBeyond, type PercentileName } from './statistics.ts';
import type { Metrics, MetricSummary } from './metric_figures.ts';
import type { ThresholdResult } from './summary.ts';

/** `metrics`: of the calls that the threshold is about. */
export function judge(threshold: Threshold, metrics: Metrics): ThresholdResult {
  const metric = (metrics as Readonly<Record<string, MetricSummary | undefined>>)[threshold.metric];
  const observed = metric === undefined ? null : observe(metric, threshold.stat);
  const missing = metric?.kind === 'distribution' ? (metric.missing ?? 0) : 0;
  const count = metric === undefined ? 0 : metric.kind === 'rate' ? metric.of : metric.count + missing;
  return {
    ...threshold,
    observed,
    pass: observed !== null && holds(observed, threshold.op, threshold.value),
    count,
    missing,
    enoughSamples:
      metric === undefined ||
      metric.kind === 'rate' ||
      !isPercentile(threshold.stat) ||
      !tooFewBeyond(PERCENTILES[threshold.stat], count),
    unit: threshold.stat === 'count' ? 'count' : (metricNamed(threshold.metric)?.unit ?? 'count'),
  };
}

/** That a threshold is neither held nor broken, as the protocol has no words for what it is on. Null: it is judged. */
export function untold(result: ThresholdResult, dialect: string): string | null {
  const why = result.observed === null ? whyUntold(dialect, result.metric) : null;
  return why === null ? null : `${thresholdText(result)} is not judged: ${why}`;
}

function observe(metric: MetricSummary, stat: Threshold['stat']): number | null {
  if (metric.kind === 'rate') return stat === 'rate' ? metric.rate : stat === 'count' ? metric.count : null;
  if (stat === 'rate') return null;
  // Something that never came is later than any value, so that it has no largest, no sum and no mean.
  const endless = (metric.missing ?? 0) > 0;
  if (endless && (stat === 'max' || stat === 'mean' || stat === 'total')) return null;
  // Nothing counted is nothing measured, not a total of zero.
  if (stat === 'total') return metric.count === 0 ? null : metric.total;
  return isPercentile(stat) ? (metric.withMissing ?? metric)[stat] : metric[stat];
}

export function isPercentile(stat: Threshold['stat']): stat is PercentileName {
  return Object.hasOwn(PERCENTILES, stat);
}

function holds(observed: number, op: Threshold['op'], value: number): boolean {
  switch (op) {
    case '<':
      return observed < value;
    case '<=':
      return observed <= value;
    case '>':
      return observed > value;
    case '>=':
      return observed >= value;
    case '==':
      return observed === value;
    case '!=':
      return observed !== value;
  }
}

/** As a scenario has it: `response_latency{caller:refund} p95 < 900ms`. */
export function thresholdText({
  metric,
  caller,
  text,
}: Pick<Threshold, 'metric' | 'caller' | 'text'>): string {
  return `${metric}${caller === undefined ? '' : `{caller:${caller}}`} ${text}`;
}

/** A threshold that does not hold, in one line. */
export function told(result: ThresholdResult): string {
  return `${thresholdText(result)}: ${observedText(result)}`;
}

/** What was measured for a threshold, or why nothing was. */
export function observedText(result: ThresholdResult): string {
  const { observed, missing, count, stat } = result;
  if (observed !== null) return figure(observed, result.unit);
  if (missing === 0) return 'nothing was measured';
  const owed = owedOf(result.metric);
  const what = owed?.text ?? 'never came';
  const name = isPercentile(stat) ? `p${PERCENTILES[stat]}` : stat;
  // What nobody told is not late: it is unknown.
  return `${name} is ${owed?.ofBill === undefined ? 'not reached' : 'not known'}: ${number(missing)} of ${number(count)} ${what}`;
}
