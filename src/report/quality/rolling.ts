/** A figure of the last so many values, and the spells in which it is beyond a limit. Pure. */

import { nearestRank } from '../statistics.ts';

export interface Rolling {
  /** Adds one and gives the figure; null: there are too few for one yet. */
  add(value: number): number | null;
}

/** Of the last `size`, how many are 1. Places that are not filled yet count as 0. */
export class RollingShare implements Rolling {
  private readonly ring: Uint8Array;
  private next = 0;
  private ones = 0;

  constructor(size: number) {
    this.ring = new Uint8Array(size);
  }

  add(value: number): number {
    const { ring, next } = this;
    this.ones += value - (ring[next] as number);
    ring[next] = value;
    this.next = (next + 1) % ring.length;
    return this.ones / ring.length;
  }
}

/** Nearest-rank p95 of the last `size`; none before there are as many. */
export class RollingP95 implements Rolling {
  private readonly ring: Float64Array;
  private readonly sorted: number[] = [];
  private next = 0;

  constructor(size: number) {
    this.ring = new Float64Array(size);
  }

  add(value: number): number | null {
    const { ring, next, sorted } = this;
    if (sorted.length === ring.length) sorted.splice(placeOf(ring[next] as number, sorted), 1);
    ring[next] = value;
    this.next = (next + 1) % ring.length;
    sorted.splice(placeOf(value, sorted), 0, value);
    if (sorted.length < ring.length) return null;
    return sorted[nearestRank(95, ring.length) - 1] as number;
  }
}

/** The first place whose value is no smaller. */
function placeOf(value: number, sorted: readonly number[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Spell {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The furthest that it went beyond. */
  readonly worst: number;
  /** How many values it rests on: the windows of the spell, taken together. */
  readonly values: number;
}

/** From the first value at which the figure is over the limit to the last, each for itself. What `valueOf` gives null for is none. */
export function spellsOver<Of extends { readonly atMs: number }>(
  all: readonly Of[],
  valueOf: (of: Of) => number | null,
  rolling: Rolling,
  size: number,
  limit: number,
): Spell[] {
  const spells: Spell[] = [];
  let open: { fromMs: number; untilMs: number; worst: number; values: number } | null = null;
  let seen = 0;
  for (const one of all) {
    const value = valueOf(one);
    if (value === null) continue;
    seen++;
    const { atMs } = one;
    const figure = rolling.add(value);
    if (figure === null || figure <= limit) open = null;
    else if (open === null) {
      open = { fromMs: atMs, untilMs: atMs, worst: figure, values: Math.min(size, seen) };
      spells.push(open);
    } else {
      open.untilMs = atMs;
      open.worst = Math.max(open.worst, figure);
      open.values++;
    }
  }
  return spells;
}
