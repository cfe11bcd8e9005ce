/**
 * The statistics of a report, on merged raw values. Percentiles are nearest-rank: the smallest value that at least
 * p percent of the values do not exceed; a percentile is always a value that was measured. Pure; the bootstrap is seeded.
 */

import { Random } from '../core/word/random.ts';
import { KeptValues } from './kept_values.ts';

/** Both ends, or null at an end that the sample is too small to bound. */
export type Interval = readonly [low: number | null, high: number | null];

export const PERCENTILES = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p99_9: 99.9 } as const;
export type PercentileName = keyof typeof PERCENTILES;
export const PERCENTILE_NAMES = Object.keys(PERCENTILES) as readonly PercentileName[];

/** A percentile with fewer values than this beyond it is an anecdote. */
export const ENOUGH_BEYOND = 10;

const CONFIDENCE = 0.95;
const Z = 1.959963984540054;

export function sortedValues(values: Iterable<number>): Float64Array {
  // Float64Array.from lists what is iterated before it copies it.
  return (values instanceof KeptValues ? values.copy() : Float64Array.from(values)).sort();
}

/** 1-based rank of the p-th percentile (0 < p ≤ 100) among n values. */
export function nearestRank(p: number, n: number): number {
  // 99.9 / 100 * 1000 is 999.0000000000001 in binary: a rank must not be lost to the last bit.
  return Math.min(n, Math.max(1, Math.ceil((p * n) / 100 - 1e-9)));
}

/** Null when there are no values. `sorted` ascends. */
export function percentile(sorted: Float64Array, p: number): number | null {
  return sorted[nearestRank(p, sorted.length) - 1] ?? null;
}

export function tooFewBeyond(p: number, n: number): boolean {
  return n - nearestRank(p, n) < ENOUGH_BEYOND;
}

/**
 * 95% interval of a percentile from order statistics (Hahn & Meeker, Statistical Intervals, 5.2): distribution-free.
 * The number of values below the true percentile is binomial(n, p), exact up to 10,000 values and normal beyond.
 */
export function percentileInterval(sorted: Float64Array, p: number): Interval {
  const n = sorted.length;
  const [low, high] = n <= 10_000 ? exactRanks(n, p / 100) : normalRanks(n, p / 100);
  return [low < 1 ? null : (sorted[low - 1] ?? null), high > n ? null : (sorted[high - 1] ?? null)];
}

/** Ranks l and u (1-based; l may be 0, u may be n + 1) with P(B < l) ≤ α/2 and P(B ≥ u) ≤ α/2. */
function exactRanks(n: number, q: number): readonly [number, number] {
  const tail = (1 - CONFIDENCE) / 2;
  const odds = Math.log(q / (1 - q));
  let logMass = n * Math.log(1 - q);
  let below = 0; // P(B ≤ k - 1)
  let low = 0;
  for (let k = 0; k <= n; k++) {
    if (below <= tail) low = k;
    if (below >= 1 - tail) return [low, k];
    below += Math.exp(logMass);
    logMass += Math.log((n - k) / (k + 1)) + odds;
  }
  return [low, n + 1];
}

function normalRanks(n: number, q: number): readonly [number, number] {
  const reach = Z * Math.sqrt(n * q * (1 - q));
  return [Math.floor(n * q - reach), Math.ceil(n * q + reach) + 1];
}

/** Wilson's score interval, 95%, of `count` cases in `of`. Null when there were none. */
export function wilson(count: number, of: number): Interval | null {
  if (of <= 0) return null;
  const share = count / of;
  const zz = Z * Z;
  const centre = share + zz / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + zz / (4 * of * of));
  const scale = 1 + zz / of;
  return [
    count === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    count === of ? 1 : Math.min(1, (centre + reach) / scale),
  ];
}

export function mean(values: Float64Array): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

/** Kahan's sum: 10⁶ small costs must not lose cents. */
export function sum(values: readonly number[] | Float64Array): number {
  let total = 0;
  let lost = 0;
  // By number: what is iterated is given an object for each of its values.
  for (let at = 0; at < values.length; at++) {
    const part = (values[at] as number) - lost;
    const next = total + part;
    lost = next - total - part;
    total = next;
  }
  return total;
}

const RESAMPLES = 1000;
const MOST_GROUPS = 500;

/**
 * 95% percentile-bootstrap interval of the mean. Many values are first dealt at random into 500 groups of like size, and
 * the groups' means are resampled: the spread of their mean is the same, and the cost does not grow with the run.
 * Same values and key, same interval, in whatever order the values come (`sorted` ascends).
 */
export function meanInterval(sorted: Float64Array, ...key: readonly (string | number)[]): Interval | null {
  if (sorted.length < 2) return null;
  // Of nothing but zeros every mean is zero, and a report has many such metrics.
  if (sorted[0] === 0 && sorted.at(-1) === 0) return [0, 0];
  const random = new Random('bootstrap', ...key);
  const groups = sorted.length > MOST_GROUPS ? deal(sorted, random) : sorted;
  const means = new Float64Array(RESAMPLES);
  for (let i = 0; i < RESAMPLES; i++) means[i] = random.sumOfDraws(groups, groups.length) / groups.length;
  means.sort();
  return [percentile(means, 2.5), percentile(means, 97.5)];
}

function deal(sorted: Float64Array, random: Random): Float64Array {
  const shuffled = sorted.slice();
  shuffle(shuffled, random);
  const means = new Float64Array(MOST_GROUPS);
  for (let group = 0; group < MOST_GROUPS; group++) means[group] = meanOfGroup(shuffled, group);
  return means;
}

function shuffle(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
  }
}

function meanOfGroup(shuffled: Float64Array, group: number): number {
  let total = 0;
  let size = 0;
  for (let i = group; i < shuffled.length; i += MOST_GROUPS) {
    total += shuffled[i] as number;
    size++;
  }
  return total / size;
}

/** What a share leaves of the whole, as it is meant: 1 less 0.8 would be 0.19999999999999996. */
export function restOf(share: number): number {
  return Number((1 - share).toPrecision(12));
}
