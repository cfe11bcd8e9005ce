/** What every table of a search for capacity has in its cells. Pure; text from outside is made harmless where it is shown. */

import type { CapacityLevel, CapacityResult, Estimated } from '../../forecast/capacity/capacity_result.ts';
import { durationText } from '../../core/word/duration.ts';
import { count, ms, percent } from '../figure.ts';

export const LEVEL_COLUMNS = [
  'at once',
  'measured',
  'turns',
  'calls',
  'p50',
  'p95',
  'failed',
  'turns/s',
  'verdict',
] as const;

export function headersOf({ unit }: CapacityResult): readonly string[] {
  return LEVEL_COLUMNS.map((name) => (name === 'at once' && unit === 'calls_per_second' ? 'calls/s' : name));
}

/** Rates are asked for in three digits: two levels that differ are told apart. */
export function amountText(amount: number): string {
  return Number.isInteger(amount) ? count(amount) : String(Number(amount.toPrecision(3)));
}

/** In the order of the amounts, the repeated ones one below the other. */
export function levelsInOrder({ levels }: CapacityResult): readonly CapacityLevel[] {
  return [...levels].sort((a, b) => a.amount - b.amount || a.fromMs - b.fromMs);
}

export function cellsOf(level: CapacityLevel): readonly string[] {
  const { amount, countedFromMs, untilMs, turns, calls, latencyMs, errorRate, answeredPerSecond } = level;
  return [
    amountText(amount),
    durationText(Math.round((untilMs - countedFromMs) / 1000) * 1000),
    count(turns.ended),
    count(calls.ended),
    figureOf(latencyMs.p50, ms),
    withRange(latencyMs.p95, ms),
    withRange(errorRate, percent),
    answeredPerSecond.value === null ? '–' : answeredPerSecond.value.toFixed(2),
    VERDICTS[level.verdict],
  ];
}

export const VERDICTS: Readonly<Record<CapacityLevel['verdict'], string>> = {
  holds: 'holds',
  fails: 'FAILS',
  undecided: 'undecided: not held',
  left: 'nothing against it',
  invalid: 'generator too slow',
  cut: 'cut off',
};

function figureOf({ value }: Estimated, told: (value: number | null) => string): string {
  return value === null ? '–' : told(value);
}

function withRange({ value, low, high }: Estimated, told: (value: number | null) => string): string {
  if (value === null) return '–';
  return `${told(value)} (${low === null ? '…' : told(low)} to ${high === null ? '…' : told(high)})`;
}

/** The answer in a sentence. */
export function headlineOf({ knee, unit, settings }: CapacityResult): string {
  const conditions = settings.slo.map(({ text }) => text).join(', ');
  if (knee.holds === null) return `No level was shown to hold ${conditions}.`;
  const what = unit === 'calls_at_once' ? 'at once' : 'per second';
  return `It holds ${amountText(knee.holds)} ${knee.holds === 1 ? 'call' : 'calls'} ${what} (${conditions}).`;
}
