/** What so many calls can say: a quantile needs calls beyond it, and where there are too few it is refused, with how many would do. Pure. */

/** With fewer calls beyond it a quantile is an anecdote. */
export const ENOUGH_BEYOND = 10;
/** With fewer calls of a kind its mean borrows its spread from the others, and that is said. */
export const ENOUGH_OF_A_CALLER = 10;
/** With fewer in all there is no forecast. */
export const ENOUGH_CALLS = 10;

export type Quantile =
  | { readonly kind: 'known'; readonly value: number }
  | { readonly kind: 'refused'; readonly calls: number; readonly needed: number };

/** `share`: 0.99 for p99. Nearest rank. */
export function quantileOf(sorted: Float64Array, share: number): Quantile {
  const n = sorted.length;
  const rank = Math.max(1, Math.ceil(share * n - 1e-9));
  const needed = callsFor(share);
  if (n < needed) return { kind: 'refused', calls: n, needed };
  return { kind: 'known', value: sorted[rank - 1] as number };
}

export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * The same of values that count for more or less than one: as many calls as say as much if they all counted alike (Kish), and the
 * smallest value that the share of the weight does not exceed.
 */
export function weightedQuantile(values: readonly Weighted[], share: number): Quantile {
  const sorted = values.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  let [total, squares] = [0, 0];
  for (const { weight } of sorted) {
    total += weight;
    squares += weight * weight;
  }
  const calls = squares > 0 ? Math.floor((total * total) / squares + 1e-9) : 0;
  const needed = callsFor(share);
  if (calls < needed) return { kind: 'refused', calls, needed };
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= share * total - 1e-9 * total) return { kind: 'known', value };
  }
  return { kind: 'known', value: sorted.at(-1)?.value ?? 0 };
}

/** So many calls carry it. */
export function callsFor(share: number): number {
  return Math.ceil(ENOUGH_BEYOND / (1 - share) - 1e-9);
}

/** Of numbers that a simulation drew: between ranks, and never refused. `sorted` ascends. */
export function drawnQuantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] as number;
  return low + (high - low) * (at - below);
}
