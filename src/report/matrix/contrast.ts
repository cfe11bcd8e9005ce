/**
 * The paired statistics of a matrix: one level of a factor beside another, over calls that were made at both. What is resampled is
 * calls, with all of their turns and in all cells at once: turns of one call are not independent of each other, and neither are
 * the two of a pair. The interval is a percentile bootstrap. Pure and seeded: in whatever order calls come, the same; identical cells differ by exactly 0.
 */

import { Random, type StreamKey } from '../../core/word/random.ts';
import { nearestRank, percentile, type Interval } from '../statistics.ts';

/** `ratio`: Σ amount / Σ of, which is a mean where each call counts once. */
export type Statistic = { readonly kind: 'quantile'; readonly percent: number } | { readonly kind: 'ratio' };

/** What one call tells in one cell. Of a quantile the amount alone counts; it may be infinite. */
export interface Point {
  readonly amount: number;
  readonly of: number;
}

/** One cell, by the number of the call. */
export type Column = ReadonlyMap<number, Point>;

/** Two cells that differ in the level of one factor alone. */
export interface CellPair {
  readonly before: Column;
  readonly after: Column;
}

export interface Contrast {
  readonly before: number;
  readonly after: number;
  /** NaN: there is no data. */
  readonly difference: number;
  readonly interval: Interval | null;
  readonly p: number | null;
  readonly pairs: number;
  readonly unpaired: number;
  /** Of the pairs of cells, how many tell of a difference: in the others neither was answered. */
  readonly told: number;
}

export const RESAMPLES = 2000;
/** With fewer, resamples are too much alike for what they would have to tell. */
export const FEWEST_PAIRS = 10;

export function contrast(cells: readonly CellPair[], statistic: Statistic, seed: number): Contrast {
  const columns = cells.flatMap(({ before, after }) => [before, after]);
  const seen = new Set(columns.flatMap((column) => [...column.keys()]));
  const calls = [...seen].filter((call) => columns.every((column) => column.has(call))).sort((a, b) => a - b);
  const n = calls.length;
  const pairs = cells.map((pair) => new Pairs(pair, calls, statistic));
  const none = { pairs: n, unpaired: seen.size - n };
  if (n === 0 || pairs.length === 0) {
    return { before: NaN, after: NaN, difference: NaN, interval: null, p: null, told: 0, ...none };
  }
  const once = new Int32Array(n).fill(1);
  // Where neither cell has an answer nobody can tell by how much they differ.
  const told = pairs.filter((pair) => !pair.neverAnswered(once));
  const known = told.length === 0 ? pairs : told;
  const before = average(known, (pair) => pair.weighted('before', once));
  const after = average(known, (pair) => pair.weighted('after', once));
  const difference = told.length === 0 ? NaN : average(known, (pair) => pair.difference(once));
  if (Number.isNaN(difference))
    return { before, after, difference, interval: null, p: null, told: 0, ...none };
  if (n < FEWEST_PAIRS)
    return { before, after, difference, interval: null, p: null, told: told.length, ...none };
  const resampled = resamples(known, n, ['matrix bootstrap', seed, n]);
  return {
    before,
    after,
    difference,
    interval: intervalOf(resampled),
    p:
      statistic.kind === 'ratio'
        ? bySwaps(known, n, difference, ['matrix swaps', seed, n])
        : byResamples(resampled, known, n),
    told: told.length,
    ...none,
  };
}

/** Of all calls of one cell. NaN: there is no data. */
export function levelOf(column: Column, statistic: Statistic): number {
  if (column.size === 0) return NaN;
  const pair = new Pairs({ before: column, after: column }, [...column.keys()], statistic);
  return pair.weighted('before', new Int32Array(column.size).fill(1));
}

/** The difference in each resample that has one, ascending. */
function resamples(pairs: readonly Pairs[], n: number, key: readonly StreamKey[]): Float64Array {
  const random = new Random(...key);
  const weights = new Int32Array(n);
  const found: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    weights.fill(0);
    random.countDraws(weights, 0, n);
    const difference = average(pairs, (pair) => pair.difference(weights));
    // Of calls that tell nothing of it.
    if (!Number.isNaN(difference)) found.push(difference);
  }
  return Float64Array.from(found).sort();
}

function intervalOf(resampled: Float64Array): Interval | null {
  return resampled.length === 0
    ? null
    : [finite(percentile(resampled, 2.5)), finite(percentile(resampled, 97.5))];
}

/**
 * Of a quantile: how many resamples lie on the other side of zero, twice. Swapping would not do: half of the calls of either cell,
 * mixed, have the one's median or the other's, however far apart these are. No pairs of which k differ can say more than 2 in 2ᵏ.
 */
function byResamples(resampled: Float64Array, pairs: readonly Pairs[], n: number): number {
  const below = resampled.filter((value) => value <= 0).length;
  const above = resampled.filter((value) => value >= 0).length;
  let differing = 0;
  for (let call = 0; call < n; call++) if (pairs.some((pair) => pair.differs(call))) differing++;
  const p = (2 * (1 + Math.min(below, above))) / (resampled.length + 1);
  return Math.min(1, Math.max(p, 2 ** (1 - differing)));
}

/** Of a rate or a mean: how often swapping the cells of pairs makes as much of a difference, the pairs as they are counted in. */
function bySwaps(pairs: readonly Pairs[], n: number, difference: number, key: readonly StreamKey[]): number {
  const random = new Random(...key);
  const swapped = new Uint8Array(n);
  const size = Math.abs(difference) * (1 - 1e-9);
  let asMuch = 1;
  for (let i = 0; i < RESAMPLES; i++) {
    random.tossCoins(swapped);
    const other = average(pairs, (pair) => pair.swapped(swapped));
    if (Number.isNaN(other) || Math.abs(other) >= size) asMuch++;
  }
  return asMuch / (RESAMPLES + 1);
}

function average(pairs: readonly Pairs[], of: (pair: Pairs) => number): number {
  let sum = 0;
  for (const pair of pairs) sum += of(pair);
  return sum / pairs.length;
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

type Side = 'before' | 'after';

/** The calls of two cells laid side by side, sorted once for all resamples. */
class Pairs {
  private readonly n: number;
  private readonly percent: number | null;
  private readonly amounts: Readonly<Record<Side, Float64Array>>;
  private readonly ofs: Readonly<Record<Side, Float64Array>>;
  private readonly order: Readonly<Record<Side, Int32Array>>;
  /** Before and after of one call, then of the next. */
  private readonly bothAmounts: Float64Array;
  private readonly bothOfs: Float64Array;

  constructor({ before, after }: CellPair, calls: readonly number[], statistic: Statistic) {
    this.n = calls.length;
    this.percent = statistic.kind === 'quantile' ? statistic.percent : null;
    const laid = (column: Column, of: 'amount' | 'of'): Float64Array =>
      Float64Array.from(calls, (call) => column.get(call)?.[of] ?? NaN);
    this.amounts = { before: laid(before, 'amount'), after: laid(after, 'amount') };
    this.ofs = { before: laid(before, 'of'), after: laid(after, 'of') };
    this.order = { before: ascending(this.amounts.before), after: ascending(this.amounts.after) };
    this.bothAmounts = inTurn(this.amounts);
    this.bothOfs = inTurn(this.ofs);
  }

  difference(weights: Int32Array): number {
    return minus(this.weighted('after', weights), this.weighted('before', weights));
  }

  /** The weights are whole, and add up to the number of calls. */
  weighted(side: Side, weights: Int32Array): number {
    const amounts = this.amounts[side];
    if (this.percent !== null) {
      let left = nearestRank(this.percent, this.n);
      const order = this.order[side];
      // By number, here and below: it is done for every call of every resample.
      for (let at = 0; at < order.length; at++) {
        const call = order[at] as number;
        left -= weights[call] as number;
        if (left <= 0) return amounts[call] as number;
      }
      return NaN;
    }
    const ofs = this.ofs[side];
    let [amount, of] = [0, 0];
    for (let call = 0; call < this.n; call++) {
      amount += (weights[call] as number) * (amounts[call] as number);
      of += (weights[call] as number) * (ofs[call] as number);
    }
    return of === 0 ? NaN : amount / of;
  }

  neverAnswered(weights: Int32Array): boolean {
    return this.weighted('before', weights) === Infinity && this.weighted('after', weights) === Infinity;
  }

  differs(call: number): boolean {
    return this.amounts.before[call] !== this.amounts.after[call];
  }

  /** The difference of two ratios, were the two cells of these calls the other way round. */
  swapped(swapped: Uint8Array): number {
    const { n, bothAmounts, bothOfs } = this;
    let [first, second, ofFirst, ofSecond] = [0, 0, 0, 0];
    for (let call = 0; call < n; call++) {
      // No branch: of coins none can be foreseen.
      const at = 2 * call + (swapped[call] as number);
      first += bothAmounts[at] as number;
      second += bothAmounts[at ^ 1] as number;
      ofFirst += bothOfs[at] as number;
      ofSecond += bothOfs[at ^ 1] as number;
    }
    return ofFirst === 0 || ofSecond === 0 ? NaN : second / ofSecond - first / ofFirst;
  }
}

function inTurn({ before, after }: Readonly<Record<Side, Float64Array>>): Float64Array {
  const both = new Float64Array(2 * before.length);
  for (let call = 0; call < before.length; call++) {
    both[2 * call] = before[call] as number;
    both[2 * call + 1] = after[call] as number;
  }
  return both;
}

/** Never and never: no difference that anybody could tell. */
export function minus(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function ascending(values: Float64Array): Int32Array {
  // NaN for two infinities would leave them in any order.
  return Int32Array.from(values.keys()).sort(
    (a, b) => minus(values[a] as number, values[b] as number) || a - b,
  );
}
