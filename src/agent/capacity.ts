/**
 * How many answers a service thinks about at a time. Pure. All sessions of a server share one: whoever comes when all places are
 * taken waits until one is free, in the order of coming. An answer holds its place for as long as it thinks, cancelled or not.
 */

export class Capacity {
  private readonly places: number;
  /** When each of those taken is free again. Never longer than there are places. */
  private readonly freeMs: number[] = [];

  constructor(places: number) {
    this.places = places;
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
