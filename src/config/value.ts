/**
 * The small notations of a file that people write: durations, amounts, rates. Each returns undefined for what it cannot read;
 * a plain number is already in the unit.
 */

import { DURATION_PATTERN, LEVEL_PATTERN, MONEY_PATTERN, RATE_PATTERN } from './notation.ts';

const durationShape = new RegExp(DURATION_PATTERN);
const moneyShape = new RegExp(MONEY_PATTERN);
const levelShape = new RegExp(LEVEL_PATTERN);
const rateShape = new RegExp(RATE_PATTERN);
const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `800ms`, `8s`, `1m30s`, or milliseconds. */
export function durationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !durationShape.test(value)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(ms|h|m|s)/g)) {
    totalMs += Number(amount) * (unitMs[unit as string] as number);
  }
  return Math.round(totalMs * 1000) / 1000;
}

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

/** `65s` → `1m5s`, for what is shown to people. */
export function durationText(totalMs: number): string {
  if (totalMs < 1000) return `${Math.round(totalMs)}ms`;
  if (totalMs < 60_000) return `${Math.round(totalMs / 100) / 10}s`;
  const seconds = Math.round(totalMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${h > 0 ? `${h}h` : ''}${m > 0 ? `${m}m` : ''}${s > 0 ? `${s}s` : ''}`;
}
