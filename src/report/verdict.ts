/**
 * Judges a run: thresholds say pass or fail, a run without any is not judged, and one that its own generator could not
 * sustain is invalid whatever its percentiles say. Pure. Each threshold is judge.ts's to judge; too few samples for one is a
 * warning.
 */

import type { Threshold } from '../core/plan/plan.ts';
import type { FooterRecord } from '../core/log/record.ts';
import { calibrationWarning, tooFarOff } from './calibration.ts';
import { count as number, percent, plural, usd } from './figure.ts';
import { judge, observedText, thresholdText, told, untold } from './judge.ts';
import { anyNotWhole, whyNotWhole } from './shares.ts';
import { PERCENTILES, type PercentileName } from './statistics.ts';
import type { Metrics } from './metric_figures.ts';
import type { Summary, ThresholdResult, Verdict } from './summary.ts';

/** What a verdict is about: the summary without it. */
export type Judged = Omit<Summary, 'verdict' | 'quality'>;

export function verdict(judged: Judged, thresholds: readonly Threshold[]): Verdict {
  const all = thresholds
    .map((threshold) => judge(threshold, metricsFor(threshold, judged)))
    .filter(({ implied, count }) => implied !== true || count > 0);
  const { dialect } = judged.repeat;
  const results = all.filter((result) => untold(result, dialect) === null);
  const unjudged = all.flatMap((result) => untold(result, dialect) ?? []);
  const invalid = whyInvalid(judged);
  const failed = whyFailed(judged, results);
  // A generator that was late as well is not why there is nothing to see.
  const dead = unreachable(judged) && judged.run.ended !== 'interrupted' && !anyNotWhole(judged.shares);
  const result =
    invalid.length > 0 && !dead
      ? 'invalid'
      : failed.length > 0
        ? 'fail'
        : results.length > 0
          ? 'pass'
          : 'not_judged';
  return {
    result,
    reasons: [
      ...(dead ? [...failed, ...invalid] : [...invalid, ...failed]),
      ...(result === 'not_judged' ? whyNotJudged(judged, unjudged) : []),
    ],
    warnings: [...warningsOf(judged, results), ...unjudged],
    thresholds: results,
  };
}

/** Of the calls that a threshold is about; a kind of caller that made none has no metrics. */
function metricsFor({ caller }: Threshold, { metrics, callers }: Judged): Metrics {
  if (caller === undefined) return metrics;
  return callers.find((kind) => kind.caller === caller)?.metrics ?? {};
}

function whyInvalid(judged: Judged): string[] {
  const { calls, failures, generator, run } = judged;
  const reasons = generator.reasons.map((reason) => `the generator could not keep up: ${reason}`);
  const off = tooFarOff(judged);
  if (off !== null) reasons.push(off);
  reasons.push(...judged.log.contradictions.map((text) => `the log contradicts itself: ${text}`));
  for (const share of judged.shares ?? []) reasons.push(...whyNotWhole(share));
  if (run.ended === 'cut off') reasons.push('the log has no footer: the run was cut off before its end');
  if (run.ended === 'error') reasons.push('the run ended with a defect in Callstorm itself');
  if (run.ended === 'interrupted')
    reasons.push('the run was interrupted: its figures are of a part of the plan');
  const lost = failures.worker_lost?.count ?? 0;
  if (lost > 0 || run.ended === 'worker_lost') {
    reasons.push(`a worker of the generator was lost, and ${plural(lost, 'call')} with it`);
  }
  const exhausted = failures.generator_exhausted?.count ?? 0;
  if (exhausted > 0) {
    reasons.push(`the generator's machine was exhausted: ${plural(exhausted, 'call')} could not be made`);
  }
  const { count: defects = 0, meaning = '', example = null } = failures.engine_error ?? {};
  if (defects > 0) {
    const detail = example === null ? '' : `: ${example}`;
    reasons.push(`${plural(defects, 'call')} failed by ${meaning} (engine_error)${detail}`);
  }
  if (calls.planned === 0 || calls.started + calls.blocked === 0) reasons.push('no call was started');
  else if (run.ended === 'done' && calls.notStarted > 0) {
    const text = neverStarted(judged);
    if (text !== null) reasons.push(text);
  }
  return reasons;
}

/**
 * Null: what was not started was not owed. A closed load ends by the clock, and its number of calls is the most there may
 * be; but as many as are to be kept going have to begin.
 */
function neverStarted({ calls, run: { load } }: Judged): string | null {
  if (load.mode === 'open')
    return `${plural(calls.notStarted, 'call')} of ${number(calls.planned)} never started`;
  const places = Math.min(load.maxConcurrency, load.plannedCalls ?? load.maxConcurrency);
  return calls.started < places
    ? `${number(places - calls.started)} of ${plural(places, 'place')} of the closed load never started a call`
    : null;
}

function whyFailed(judged: Judged, results: readonly ThresholdResult[]): string[] {
  const { calls, cost, run } = judged;
  const reasons: string[] = [];
  if (unreachable(judged)) reasons.push('the target could not be reached: no call got through');
  else if (calls.started > 0 && calls.completed === 0) reasons.push('no call was completed');
  else if (results.length > 0 && calls.completed > 0 && judged.bands.unanswered > 0 && !wasAnswered(judged)) {
    reasons.push(NOT_ANSWERED);
  }
  if (run.ended === 'budget') {
    reasons.push(
      `the run was stopped by its budget${cost.budgetUsd === null ? '' : ` of ${usd(cost.budgetUsd)}`}`,
    );
  }
  if (run.ended === 'threshold') {
    reasons.push(`the run was stopped by a threshold${run.endedBy === undefined ? '' : `: ${run.endedBy}`}`);
  }
  const broken = results.filter(({ pass }) => !pass);
  // What stopped the run is named already; only what became of it can be new.
  const stopping = broken.find((result) => run.endedBy?.startsWith(`${thresholdText(result)}: `));
  if (stopping !== undefined && told(stopping) !== run.endedBy)
    reasons.push(`in the end it came to this: ${observedText(stopping)}`);
  for (const result of broken) if (result !== stopping) reasons.push(told(result));
  return reasons;
}

const NOT_ANSWERED = 'nothing that a caller said was answered';

function whyNotJudged(judged: Judged, unjudged: readonly string[]): string[] {
  const { started, completed } = judged.calls;
  const silent = started > 0 && completed > 0 && !wasAnswered(judged);
  return [
    ...(silent ? [NOT_ANSWERED] : []),
    unjudged.length === 0
      ? 'the scenario has no thresholds: there is nothing to judge the run by'
      : 'no threshold is on anything that the protocol tells: there is nothing to judge the run by',
  ];
}

/** Whether anything was: what a caller said or, where nobody had anything to answer, the call itself, by a greeting. */
export function wasAnswered({ bands, turns }: Pick<Summary, 'bands' | 'turns'>): boolean {
  const answers = Object.values(bands.counts).reduce((total, n) => total + n, turns.agentInterrupted);
  return answers > 0 || (bands.unanswered === 0 && turns.answered + turns.interrupted > 0);
}

function warningsOf(judged: Judged, results: readonly ThresholdResult[]): string[] {
  const warnings: string[] = [];
  for (const result of results) {
    if (result.enoughSamples || result.observed === null) continue;
    const p = PERCENTILES[result.stat as PercentileName];
    const needed = Math.ceil(10 / (1 - p / 100) - 1e-6);
    warnings.push(
      `${thresholdText(result)} rests on ${plural(result.count, 'sample')}: too few for p${p}, ` +
        `which takes ${number(needed)}`,
    );
  }
  const uncertain = calibrationWarning(judged);
  if (uncertain !== null) warnings.push(uncertain);
  const { blocked, planned, notStarted } = judged.calls;
  const rest = mostlyBlocked(judged, results);
  if (rest !== null) warnings.unshift(rest);
  else if (blocked > 0)
    warnings.push(`${number(blocked)} of ${plural(planned, 'call')} were blocked by the cap on concurrency`);
  if (notStarted > 0 && judged.run.load.mode === 'closed' && judged.run.ended === 'done') {
    warnings.push(
      `the load’s time was over with ${plural(notStarted, 'call')} of at most ${number(planned)} not started`,
    );
  }
  return warnings;
}

/** Of calls that fell due: with more of them blocked, what was measured is not of the load that was asked for. */
const MOST_BLOCKED = 0.05;

/** Null: few were, or a threshold says how many may be. */
export function mostlyBlocked(
  { calls, run }: Pick<Summary, 'calls' | 'run'>,
  thresholds: readonly Pick<Threshold, 'metric'>[],
): string | null {
  const { blocked, started } = calls;
  const due = started + blocked;
  if (run.load.mode !== 'open' || blocked <= due * MOST_BLOCKED) return null;
  if (thresholds.some(({ metric }) => metric === 'blocked_rate')) return null;
  return (
    `${number(blocked)} of ${plural(due, 'call')} (${percent(blocked / due)}) WERE BLOCKED by the cap on concurrency and met nobody: ` +
    `the result is of the rest alone. Raise load.max_concurrency, or say how many may be: blocked_rate: '< 5%'`
  );
}

/** Calls were started, and no WebSocket ever stood; not for a fault of our own. */
export function unreachable({ calls, failures }: Pick<Summary, 'calls' | 'failures'>): boolean {
  const ours =
    failures.worker_lost !== undefined ||
    failures.generator_exhausted !== undefined ||
    failures.engine_error !== undefined;
  return calls.started > 0 && calls.connected === 0 && !ours;
}

/**
 * 0 pass, or not judged where something was completed and answered · 1 thresholds failed, or nothing was completed or
 * answered · 3 invalid, or a share of it lost · 4 budget · 5 target unreachable · 130 interrupted.
 */
export function exitCodeOf(
  summary: Pick<Summary, 'verdict' | 'calls' | 'failures' | 'run' | 'bands' | 'turns' | 'shares'>,
): 0 | 1 | 3 | 4 | 5 | 130 {
  const ended: FooterRecord['reason'] | 'cut off' = summary.run.ended;
  // Of a share that is lost nobody knows how it ended: whatever became of the others is not the run's own end.
  if (anyNotWhole(summary.shares)) return 3;
  if (ended === 'interrupted') return 130;
  if (unreachable(summary)) return 5;
  if (ended === 'budget') return 4;
  switch (summary.verdict.result) {
    case 'pass':
      return 0;
    case 'not_judged':
      return summary.calls.completed > 0 && wasAnswered(summary) ? 0 : 1;
    case 'fail':
      return 1;
    case 'invalid':
      return 3;
  }
}
