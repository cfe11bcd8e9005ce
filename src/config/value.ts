/**
 * The small notations of a file that people write: durations, amounts, rates. Each returns undefined for what it cannot read;
 * a plain number is already in the unit.
 */

import { LEVEL_PATTERN, MONEY_PATTERN, RATE_PATTERN } from './notation.ts';

export { durationMs, durationText, LONGEST_MS } from '../core/word/duration.ts';

const moneyShape = new RegExp(MONEY_PATTERN);
const levelShape = new RegExp(LEVEL_PATTERN);
const rateShape = new RegExp(RATE_PATTERN);

/** `$0.20`, or US dollars. */
export function usd(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !moneyShape.test(value)) return undefined;
  return Number(value.slice(1));
}

/** `-50dBFS`, or dBFS. */
export function levelDbfs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value <= 0 ? value : undefined;
  return typeof value === 'string' && levelShape.test(value) ? Number.parseFloat(value) : undefined;
}

const perSecond: Readonly<Record<string, number>> = { s: 1, min: 1 / 60, h: 1 / 3600 };

/** `2/s`, `90/min`, `10/h`, or calls per second. */
export function callsPerSecond(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !rateShape.test(value)) return undefined;
  const [amount, unit] = value.split('/') as [string, string];
  return Number(amount) * (perSecond[unit] as number);
}
