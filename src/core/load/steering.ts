/**
 * A load that is changed while the run goes on: how many calls are to go on at once, or how many are to begin in a second. Pure,
 * and seeded: the same orders at the same instants give the same calls.
 */

import type { Random } from '../word/random.ts';

/** An order. It holds until the next. */
export type Steering =
  /** More places are filled evenly over the ramp; of fewer, none is cut: calls that end are not replaced. 0: it runs out. */
  | { readonly of: 'concurrency'; readonly atOnce: number; readonly rampMs: number }
  /** 0: no call begins any more. */
  | { readonly of: 'arrivals'; readonly perSecond: number };

/** A Poisson process whose rate can be changed at any instant. */
export class SteeredArrivals {
  private readonly random: Random;
  private perMs: number;
  /** Infinity: none comes. */
  private dueMs: number;

  constructor(perSecond: number, random: Random) {
    this.random = random;
    this.perMs = perSecond / 1000;
    this.dueMs = perSecond > 0 ? random.exponential(1 / this.perMs) : Infinity;
  }

  /** When the next call begins; null: none will. */
  nextMs(): number | null {
    return this.dueMs === Infinity ? null : this.dueMs;
  }

  /** The call that is due has been taken. */
  take(): void {
    this.dueMs += this.random.exponential(1 / this.perMs);
  }

  /** What is left to wait for is waited for faster or slower: the process has no memory, so that nothing else changes. */
  change(perSecond: number, atMs: number): void {
    const perMs = perSecond / 1000;
    if (perMs === 0) this.dueMs = Infinity;
    else if (this.dueMs === Infinity) this.dueMs = atMs + this.random.exponential(1 / perMs);
    else if (this.dueMs > atMs) this.dueMs = atMs + ((this.dueMs - atMs) * this.perMs) / perMs;
    this.perMs = perMs;
  }
}
