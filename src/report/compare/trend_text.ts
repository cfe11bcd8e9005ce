/** How a trend is told to people, in every view the same. Pure. */

import { visible } from '../../core/word/visible.ts';
import { plural } from '../figure.ts';
import { metricText } from './compared_metric.ts';
import { differenceText, verdictSigns } from './comparison_text.ts';
import type { Trend, TrendChange, TrendMetric, TrendRun } from './trend.ts';

export function isRealChange(change: TrendChange | null): change is TrendChange {
  return (
    change !== null &&
    (change.verdict === 'worse' || change.verdict === 'better' || change.verdict === 'changed')
  );
}

/** `✗ worse: +120 ms (+14%)`; of a change that is not real nothing. */
export function changeText(change: TrendChange | null): string {
  if (!isRealChange(change)) return '';
  return `${verdictSigns[change.verdict]} ${change.verdict}: ${differenceText(change)}`;
}

/** `2026-08-01 12:00`. */
export function whenText({ identity }: TrendRun): string {
  return visible(identity.startedAt.slice(0, 16).replace('T', ' '));
}

/** Why nothing is told of a run, or what its plan differs in. */
export function runNote({ why, otherPlan }: TrendRun): string {
  if (why !== null) return visible(`left out: ${why}`);
  return otherPlan.length === 0 ? '' : visible(`another plan: ${otherPlan.join(', ')}`);
}

const BARS = Array.from('▁▂▃▄▅▆▇█');

/** One sign a run: a blank where nothing is told, a cross where the figure never came. */
export function sparkline({ points }: TrendMetric): string {
  const known = points.flatMap(({ figure }) => figure?.value ?? []);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return points
    .map(({ figure }) => {
      if (figure === null || figure.cases === 0) return ' ';
      if (figure.value === null) return '×';
      const at = high === low ? 0.4 : (figure.value - low) / (high - low);
      return BARS[Math.round(at * (BARS.length - 1))] ?? ' ';
    })
    .join('');
}

export function trendConclusion({ metrics, runs }: Trend): string {
  const told = metrics.flatMap((one) => {
    const steps = one.points.flatMap(({ change }, at) => {
      const run = runs[at];
      return run !== undefined && isRealChange(change)
        ? [`${change.verdict} at ${visible(run.identity.given)} (${differenceText(change)})`]
        : [];
    });
    const crept =
      steps.length === 0 && isRealChange(one.overall)
        ? [`${one.overall.verdict} since the first (${differenceText(one.overall)})`]
        : [];
    const all = [...steps, ...crept];
    return all.length === 0 ? [] : [`${metricText(one)} ${all.join(', ')}`];
  });
  return told.length > 0 ? told.join('; ') : 'No real change was found.';
}

export function trendNotes({ tests, runs, leftOut }: Trend): readonly string[] {
  const told = runs.filter(({ why }) => why === null).length;
  return [
    `${plural(told, 'run')} of ${runs.length} told of. ${plural(tests, 'change')} tested: each run beside the one before it, and the last beside the first. ` +
      'Marked are those that are real: after Holm’s correction for that many, and with an interval without zero (docs/compare.md).',
    ...leftOut.map(visible),
  ];
}
