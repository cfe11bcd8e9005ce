/** The thresholds, those that do not hold first: the limit, what was measured, its interval, and how far it is from the limit. Pure. */

import { count, figure, range } from '../figure.ts';
import { isPercentile, thresholdText } from '../judge.ts';
import type { MetricSummary } from '../metric_figures.ts';
import type { Interval } from '../statistics.ts';
import type { Summary, ThresholdResult } from '../summary.ts';
import { observedCell } from '../view/outline.ts';
import { html, type Hypertext, type Part } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

export function thresholdTable(summary: Summary): Hypertext {
  const { thresholds } = summary.verdict;
  if (thresholds.length === 0)
    return noData('the scenario has no thresholds, so nobody said what would be a pass');
  const rank = ({ pass, enoughSamples }: ThresholdResult): number => (pass ? (enoughSamples ? 2 : 1) : 0);
  const rows = [...thresholds]
    .sort((a, b) => rank(a) - rank(b))
    .map((result): Part[] => {
      const ci = intervalOf(result, summary);
      return [
        html`<span class="sign ${result.pass ? 'pass' : 'fail'}"
          >${result.pass ? '✓ holds' : '✗ broken'}</span
        >`,
        html`<code>${thresholdText(result)}</code>${remarkOf(result, ci)}`,
        observedCell(result),
        range(ci, (value) => figure(value, result.unit)) || '–',
        marginText(result),
        count(result.count),
      ];
    });
  return tableOf({
    caption: 'Thresholds',
    head: ['', 'limit', 'measured', '95% interval', 'margin', 'n'],
    rows,
    words: [0, 1],
  });
}

function remarkOf(result: ThresholdResult, ci: Interval | null): Hypertext | null {
  const open = ci !== null && undecided(result, ci);
  const text = [result.enoughSamples ? '' : 'too few turns', open ? 'more could turn it' : ''].filter(
    (one) => one !== '',
  );
  return text.length === 0 ? null : html` <small>${text.join(', ')}</small>`;
}

/** Null: there is none that is of what the threshold judges. */
export function intervalOf(
  { metric, caller, stat, missing }: ThresholdResult,
  { metrics, callers }: Pick<Summary, 'metrics' | 'callers'>,
): Interval | null {
  const all = caller === undefined ? metrics : callers.find((kind) => kind.caller === caller)?.metrics;
  const found = (all as Readonly<Record<string, MetricSummary | undefined>> | undefined)?.[metric];
  if (found === undefined) return null;
  if (found.kind === 'rate') return stat === 'rate' ? found.ci : null;
  // The interval is of those that came alone.
  if (missing > 0) return null;
  return isPercentile(stat) || stat === 'mean' ? (found.ci[stat] ?? null) : null;
}

/** The limit lies inside the interval. */
export function undecided({ value, observed }: ThresholdResult, [low, high]: Interval): boolean {
  return observed !== null && (low ?? -Infinity) < value && value < (high ?? Infinity);
}

function marginText({ observed, value, op, unit }: ThresholdResult): string {
  if (observed === null || op === '==' || op === '!=') return '–';
  const margin = op === '<' || op === '<=' ? value - observed : observed - value;
  if (margin === 0) return 'none';
  return margin > 0 ? figure(margin, unit) : `−${figure(-margin, unit)}`;
}
