/** Figures of a plan with the digits that an estimate has: two that count. Pure. */

import { durationText } from '../core/word/duration.ts';
import type { EstimateRecord } from '../core/log/estimate_record.ts';
import { count, usd } from '../report/figure.ts';

const DIGITS = 2;

/** `~110`. */
export function estimatedCount(value: number): string {
  return `~${count(rounded(value))}`;
}

/** `~$3.7`, `~$0.027`, `~$1,300`. */
export function estimatedUsd(value: number): string {
  const amount = rounded(value);
  if (amount === 0) return '~$0';
  if (amount >= 10) return `~$${count(amount)}`;
  return `~$${amount.toFixed(Math.max(0, 1 - Math.floor(Math.log10(amount))))}`;
}

/** `, ~$3.7 ($3.40 to $4.10)`; nothing where no prices are known. */
export function expectedCost({ costUsd, costBetweenUsd }: EstimateRecord): string {
  if (costUsd === null) return '';
  const between = costBetweenUsd === null ? '' : ` (${usd(costBetweenUsd[0])} to ${usd(costBetweenUsd[1])})`;
  return `, ${estimatedUsd(costUsd)}${between}`;
}

/** `~26s`, `~1m10s`, `~12m`, `~1h20m`. */
export function estimatedDuration(ms: number): string {
  return `~${durationText(Math.round(ms / stepOf(ms)) * stepOf(ms))}`;
}

/** `~26s`, `~60 min`: audio is told in minutes, however much it is. */
export function estimatedMinutes(ms: number): string {
  return ms < 60_000 ? estimatedDuration(ms) : `~${count(rounded(ms / 60_000))} min`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** Steps that durations are told in. */
function stepOf(ms: number): number {
  if (ms < 10_000) return 100;
  if (ms < 100_000) return 1000;
  if (ms < 600_000) return 10_000;
  return ms < 6_000_000 ? 60_000 : 600_000;
}
