/**
 * Judges a run: thresholds say pass or fail, and a run that its own generator could not sustain is invalid whatever its
 * percentiles say. Pure. Nothing passes in silence: no samples is a fail, too few samples is a warning, and what never
 * came counts as later than anything that did.
 */

import { metricNamed, type MetricName } from '../core/log/metric.ts';
import type { Threshold } from '../core/plan/plan.ts';
import type { FooterRecord } from '../core/log/record.ts';
import { calibrationWarning, tooFarOff } from './calibration.ts';
import { count as number, figure, plural, usd } from './figure.ts';
import { missingText } from './missing.ts';
import { PERCENTILES, tooFewBeyond, type PercentileName } from './statistics.ts';
import type { Metrics, MetricSummary, Summary, ThresholdResult, Verdict } from './summary.ts';

/** What a verdict is about: the summary without it. */
export type Judged = Omit<Summary, 'verdict' | 'quality'>;

export function verdict(judged: Judged, thresholds: readonly Threshold[]): Verdict {
  const results = thresholds.map((threshold) => judge(threshold, judged.metrics));
  const invalid = whyInvalid(judged);
  const failed = whyFailed(judged, results);
  // A generator that was late as well is not why there is nothing to see.
  const dead = unreachable(judged) && judged.run.ended !== 'interrupted';
  return {
    result: invalid.length > 0 && !dead ? 'invalid' : failed.length > 0 ? 'fail' : 'pass',
    reasons: dead ? [...failed, ...invalid] : [...invalid, ...failed],
    warnings: warningsOf(judged, results),
    thresholds: results,
  };
}

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

function isPercentile(stat: Threshold['stat']): stat is PercentileName {
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

function whyInvalid(judged: Judged): string[] {
  const { calls, failures, generator, run } = judged;
  const reasons = generator.reasons.map((reason) => `the generator could not keep up: ${reason}`);
  const off = tooFarOff(judged);
  if (off !== null) reasons.push(off);
  if (run.ended === 'cut off') reasons.push('the log has no footer: the run was cut off before its end');
  if (run.ended === 'error') reasons.push('the run ended with a defect in Callstorm itself');
  if (run.ended === 'interrupted')
    reasons.push('the run was interrupted: its figures are of a part of the plan');
  const lost = failures.worker_lost?.count ?? 0;
  if (lost > 0 || run.ended === 'worker_lost') {
    reasons.push(`a worker of the generator was lost, and ${plural(lost, 'call')} with it`);
  }
  const defects = failures.engine_error?.count ?? 0;
  if (defects > 0)
    reasons.push(`${plural(defects, 'call')} failed by a defect in Callstorm itself (engine_error)`);
  if (calls.planned === 0 || calls.started + calls.blocked === 0) reasons.push('no call was started');
  else if (calls.notStarted > 0 && run.ended === 'done' && run.load.mode === 'open') {
    // A closed load ends by the clock: what it did not come to was not owed.
    reasons.push(`${plural(calls.notStarted, 'call')} of ${number(calls.planned)} never started`);
  }
  return reasons;
}

function whyFailed(judged: Judged, results: readonly ThresholdResult[]): string[] {
  const { calls, cost, run } = judged;
  const reasons: string[] = [];
  if (unreachable(judged)) reasons.push('the target could not be reached: no call got through');
  else if (calls.started > 0 && calls.completed === 0) reasons.push('no call was completed');
  if (run.ended === 'budget') {
    reasons.push(
      `the run was stopped by its budget${cost.budgetUsd === null ? '' : ` of ${usd(cost.budgetUsd)}`}`,
    );
  }
  if (run.ended === 'threshold') reasons.push('the run was stopped by a threshold');
  for (const result of results) if (!result.pass) reasons.push(told(result));
  return reasons;
}

/** A threshold that does not hold, in one line. */
export function told(result: ThresholdResult): string {
  const wanted = `${result.metric} ${result.text}`;
  return `${wanted}: ${observedText(result)}`;
}

/** What was measured for a threshold, or why nothing was. */
export function observedText(result: ThresholdResult): string {
  const { observed, missing, count, stat } = result;
  if (observed !== null) return figure(observed, result.unit);
  if (missing === 0) return 'nothing was measured';
  const what = missingText[result.metric as MetricName] ?? 'never came';
  const name = isPercentile(stat) ? `p${PERCENTILES[stat]}` : stat;
  return `${name} is not reached: ${number(missing)} of ${number(count)} ${what}`;
}

function warningsOf(judged: Judged, results: readonly ThresholdResult[]): string[] {
  const warnings: string[] = [];
  for (const result of results) {
    if (result.enoughSamples || result.observed === null) continue;
    const p = PERCENTILES[result.stat as PercentileName];
    const needed = Math.ceil(10 / (1 - p / 100) - 1e-6);
    warnings.push(
      `${result.metric} ${result.text} rests on ${plural(result.count, 'sample')}: too few for p${p}, ` +
        `which takes ${number(needed)}`,
    );
  }
  const uncertain = calibrationWarning(judged);
  if (uncertain !== null) warnings.push(uncertain);
  const { blocked, planned } = judged.calls;
  if (blocked > 0)
    warnings.push(`${number(blocked)} of ${plural(planned, 'call')} were blocked by the cap on concurrency`);
  return warnings;
}

/** Calls were started, and no WebSocket ever stood; not for a fault of our own. */
export function unreachable({ calls, failures }: Pick<Summary, 'calls' | 'failures'>): boolean {
  const ours = failures.worker_lost !== undefined || failures.engine_error !== undefined;
  return calls.started > 0 && calls.connected === 0 && !ours;
}

/** 0 pass · 1 thresholds failed · 3 invalid · 4 budget · 5 target unreachable · 130 interrupted. */
export function exitCodeOf(
  summary: Pick<Summary, 'verdict' | 'calls' | 'failures' | 'run'>,
): 0 | 1 | 3 | 4 | 5 | 130 {
  const ended: FooterRecord['reason'] | 'cut off' = summary.run.ended;
  if (ended === 'interrupted') return 130;
  if (unreachable(summary)) return 5;
  if (ended === 'budget') return 4;
  switch (summary.verdict.result) {
    case 'pass':
      return 0;
    case 'fail':
      return 1;
    case 'invalid':
      return 3;
  }
}
