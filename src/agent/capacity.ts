/**
 * What a service has room for. Pure. All sessions of a server share one: whoever comes when all places to think are taken waits
 * until one is free, in the order of coming; the more sessions are open, the longer each thinks; beyond some number none is let
 * in. An answer holds its place for as long as it thinks, cancelled or not.
 */

import type { Limits } from './limits.ts';

export class Capacity {
  private readonly places: number;
  private readonly mostSessions: number;
  private readonly contention: Limits['contention'];
  private open = 0;
  /** When each of those taken is free again. Never longer than there are places. */
  private readonly freeMs: number[] = [];

  constructor(places: number, { sessions = Infinity, contention = null }: Partial<Limits> = {}) {
    this.places = places;
    this.mostSessions = sessions;
    this.contention = contention;
  }

  static of(limits: Limits): Capacity {
    return new Capacity(limits.answersAtOnce, limits);
  }

  /** A session wants in. False: there is no room, and it is not in. */
  enter(): boolean {
    if (this.open >= this.mostSessions) return false;
    this.open++;
    return true;
  }

  /** One that was let in is over. */
  leave(): void {
    this.open--;
  }

  /**
   * By what factor the sessions that are open slow each other down: the Universal Scalability Law's (Gunther, Guerrilla Capacity
   * Planning, 4): 1 + σ(N−1) + κN(N−1).
   */
  slowdown(): number {
    if (this.contention === null) return 1;
    const { sigma, kappa } = this.contention;
    const others = Math.max(0, this.open - 1);
    return 1 + sigma * others + kappa * this.open * others;
  }

  /** Takes a place for so long, and says how long it is until then. */
  admit(thinkingMs: number, atMs: number): number {
    if (this.places === Infinity) return 0;
    const { freeMs } = this;
    let first = 0;
    for (let i = 1; i < freeMs.length; i++) {
      if ((freeMs[i] as number) < (freeMs[first] as number)) first = i;
    }
    const earliestMs = freeMs[first] ?? Infinity;
    if (earliestMs > atMs && freeMs.length < this.places) {
      freeMs.push(atMs + thinkingMs);
      return 0;
    }
    const startMs = Math.max(atMs, earliestMs);
    freeMs[first] = startMs + thinkingMs;
    return startMs - atMs;
  }
}
