/** 95% intervals of what a level shows, wider by as much as its cases are alike. Pure. */

import type { Estimated } from './capacity_result.ts';

const Z = 1.96;
export const UNKNOWN: Estimated = { value: null, low: null, high: null };

/** Of a percentile (0 to 1) of values in ascending order; one that is endless is no value. */
export function quantileOf(sorted: readonly number[], share: number, alike: number): Estimated {
  const { length } = sorted;
  if (length === 0) return UNKNOWN;
  const reach = Z * Math.sqrt((share * (1 - share) * alike) / length);
  const at = (of: number): number | null => {
    const value = sorted[Math.max(1, Math.ceil(of * length - 1e-9)) - 1];
    return value === undefined || !Number.isFinite(value) ? null : value;
  };
  return {
    value: at(share),
    low: share - reach <= 0 ? null : at(share - reach),
    high: share + reach >= 1 ? null : at(share + reach),
  };
}

/** Of a share of cases, by Wilson's score interval. */
export function shareOf(bad: number, cases: number, alike: number): Estimated {
  if (cases === 0) return UNKNOWN;
  const of = cases / alike;
  const share = bad / cases;
  const centre = share + (Z * Z) / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return {
    value: share,
    low: bad === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    high: bad === cases ? 1 : Math.min(1, (centre + reach) / scale),
  };
}

/** Stretches of time whose counts are compared. */
const STRETCHES = 16;
/** Student's t at 97.5% with 15 degrees of freedom. */
const T = 2.13;

/** How many happen per second, of instants between two: by the counts of equal stretches of time. */
export function perSecondOf(atMs: readonly number[], fromMs: number, untilMs: number): Estimated {
  const seconds = (untilMs - fromMs) / 1000;
  if (seconds <= 0) return UNKNOWN;
  const value = atMs.length / seconds;
  const counts = Array.from({ length: STRETCHES }, () => 0);
  for (const at of atMs) {
    const stretch = Math.floor(((at - fromMs) / (untilMs - fromMs)) * STRETCHES);
    const index = Math.min(STRETCHES - 1, Math.max(0, stretch));
    counts[index] = (counts[index] as number) + 1;
  }
  const mean = atMs.length / STRETCHES;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (STRETCHES - 1);
  const reach = (T * Math.sqrt(variance * STRETCHES)) / seconds;
  return { value, low: Math.max(0, value - reach), high: value + reach };
}
