/** How a comparison is told to people, in every view the same: figures, signs, verdicts, and the words around them. Pure. */

import type { MetricFacts } from '../../core/log/metric.ts';
import { visible } from '../../core/word/visible.ts';
import { count, figure, plural } from '../figure.ts';
import type { Interval } from '../statistics.ts';
import { metricText } from './compared_metric.ts';
import type { RunIdentity } from './compared_run.ts';
import {
  regressionsOf,
  type ComparedRow,
  type ComparedWith,
  type Comparison,
  type RowVerdict,
  type SideFigure,
} from './comparison.ts';

type Unit = MetricFacts['unit'];

const verdictWords: Readonly<Record<RowVerdict, string>> = {
  worse: 'worse',
  better: 'better',
  changed: 'changed',
  not_told: 'no difference told',
  same: 'the same',
  untested: 'not tested',
};

/** In the way of a legend: what is real has a sign of its own. */
export const verdictSigns: Readonly<Record<RowVerdict, string>> = {
  worse: '✗',
  better: '✓',
  changed: '◆',
  not_told: '·',
  same: '=',
  untested: ' ',
};

export function isReal({ verdict }: Pick<ComparedRow, 'verdict'>): boolean {
  return verdict === 'worse' || verdict === 'better' || verdict === 'changed';
}

/** `response_latency.p95`, and of whom. */
export function rowName(row: ComparedRow): string {
  return row.caller === null ? metricText(row) : `${metricText(row)} of ${visible(row.caller)}`;
}

/** Where there are cases and no figure, too many were never answered. */
export function sideText({ value, cases }: SideFigure, unit: Unit): string {
  return value === null && cases > 0 ? 'never' : figure(value, unit);
}

/** `830 ms [812 ms, 851 ms]` without the figure. */
export function sideIntervalText({ interval }: SideFigure, unit: Unit): string {
  if (interval === null) return '';
  const [low, high] = interval;
  if (low === null && high === null) return '';
  return `[${low === null ? 'never' : figure(low, unit)}, ${high === null ? 'never' : figure(high, unit)}]`;
}

/** `+120 ms (+14%)`, `−12.5 pp`, `±0`. */
export function differenceText({
  difference,
  beyond,
  relative,
  unit,
}: Pick<ComparedRow, 'difference' | 'beyond' | 'relative' | 'unit'>): string {
  if (beyond !== null) return beyond === 'above' ? '+∞' : '−∞';
  const share = relative === null || difference === 0 ? '' : ` (${signedPercent(relative)})`;
  return `${signed(difference, unit)}${share}`;
}

export function intervalText(interval: Interval | null, unit: Unit): string {
  if (interval === null) return '';
  const [low, high] = interval;
  if (low === null && high === null) return '';
  return `[${low === null ? '−∞' : signed(low, unit)}, ${high === null ? '+∞' : signed(high, unit)}]`;
}

function signedPercent(share: number): string {
  const size = Math.abs(share) * 100;
  if (size < 0.05) return `${share < 0 ? '−' : '+'}<0.1%`;
  return `${share < 0 ? '−' : '+'}${size < 10 ? Number(size.toFixed(1)) : Math.round(size)}%`;
}

function signed(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (value === 0) return '±0';
  const size = Math.abs(value);
  const text = unit === 'ratio' ? `${points(size * 100)} pp` : figure(size, unit);
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** What is no zero is not rounded to one. */
function points(size: number): number {
  return Number(size < 0.05 ? size.toPrecision(1) : size.toFixed(1));
}

/** The verdict, and what is to be known with it. */
export function verdictText(row: ComparedRow): string {
  const { verdict, why, tolerance, regression, callsToTell } = row;
  switch (verdict) {
    case 'worse':
      if (tolerance === null) return verdictWords.worse;
      return regression ? `worse, by more than ${tolerance}` : `worse, within ${tolerance}`;
    case 'untested':
      return why ?? verdictWords.untested;
    case 'not_told':
      return callsToTell === null
        ? verdictWords.not_told
        : `${verdictWords.not_told}; one of this size takes some ${count(callsToTell)} calls`;
    case 'better':
    case 'changed':
    case 'same':
      return verdictWords[verdict];
  }
}

/** The same beside its sign, in few words. */
export function verdictNote(row: ComparedRow): string {
  if (row.verdict !== 'not_told') return row.verdict === 'same' ? '' : verdictText(row);
  return row.callsToTell === null ? '' : `${count(row.callsToTell)} calls would tell`;
}

/** What it comes to, in a sentence. */
export function conclusion(comparison: Comparison): string {
  const rows = comparison.after.flatMap((one) => one.rows);
  const of = (verdict: RowVerdict): readonly ComparedRow[] => rows.filter((row) => row.verdict === verdict);
  const regressions = regressionsOf(comparison);
  const [worse, better, changed] = [of('worse'), of('better'), of('changed')];
  const passed = worse.length - regressions.length;
  const parts = [
    ...told(regressions, 'WORSE'),
    ...(passed > 0 ? [`worse within tolerance: ${passed}`] : []),
    ...told(better, 'better'),
    ...told(changed, 'changed'),
  ];
  if (parts.length > 0) return parts.join('; ');
  return comparison.tests === 0 && of('same').length === 0
    ? 'Nothing could be tested.'
    : 'No real difference was found.';
}

const MOST_NAMED = 4;

function told(rows: readonly ComparedRow[], word: string): readonly string[] {
  if (rows.length === 0) return [];
  const named = rows.slice(0, MOST_NAMED).map((row) => `${rowName(row)} ${differenceText(row)}`);
  const more = rows.length > MOST_NAMED ? ` and ${rows.length - MOST_NAMED} more` : '';
  return [`${word}: ${named.join(', ')}${more}`];
}

/** `reports/a: support-line against simulator (gpt-realtime-2.1), 2026-08-01 12:00:00, 240 calls`. */
export function runText({ given, target, startedAt, verdict }: RunIdentity): string {
  const when = startedAt.slice(0, 19).replace('T', ' ');
  return visible(`${given}: ${target.url} (${target.model}), ${when} UTC, ${verdict.replace('_', ' ')}`);
}

export function pairingText({ pairing }: ComparedWith): string {
  if (pairing.kind === 'independent') {
    const [before, after] = pairing.calls;
    return `${plural(before, 'call')} before and ${count(after)} after, of two plans: not paired`;
  }
  const [before, after] = pairing.leftOver;
  const rest = before + after > 0 ? `; ${count(before)} and ${count(after)} others left out` : '';
  return `${plural(pairing.pairs, 'pair')}: call i of one run and call i of the other are the same conversation${rest}`;
}

/** What has to be known to read it. */
export function readingNotes(comparison: Comparison): readonly string[] {
  const { tests, resamples, deals } = comparison;
  const paired = comparison.after.every(({ pairing }) => pairing.kind === 'paired');
  const marked = comparison.after.flatMap(({ rows }) => rows).filter(isReal).length;
  return [
    `${plural(tests, 'difference')} tested, ${count(marked)} real after Holm’s correction for that many: where nothing differs, at most 5 comparisons in 100 ` +
      'say that anything does. The others are shown without a verdict: --metric tests them in place of these.',
    `Real is what stands then, and has an interval without zero. Intervals: 95%, bootstrap of whole calls within their kind of caller, ${count(resamples)} resamples. ` +
      `Tests: ${paired ? 'the two of each pair changed places' : 'calls of both runs dealt to the two'} at random, ${count(deals)} times.`,
    'An answer that never came ranks last. A difference of rates is in percentage points (pp).',
  ];
}
