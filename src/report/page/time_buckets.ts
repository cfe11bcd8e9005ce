/** A run cut into stretches of one length: how many of something fell into each, and how many there were at once. Pure. */

import type { Counted } from '../../page/page_data.ts';

/** Of a chart as wide as a screen each is a few points wide. */
const MOST_BUCKETS = 240;
/** Percentiles of fewer values jump about. */
const VALUES_IN_EACH = 8;
const FEWEST_BUCKETS = 24;
const LENGTHS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000];
/** Beyond these names, the rest is one. */
const MOST_NAMES = 12;

export class TimeBuckets {
  readonly bucketMs: number;
  readonly length: number;

  /** `values`: of how many things a percentile is to be told of in each. */
  constructor(durationMs: number, values = Infinity) {
    const most = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, values / VALUES_IN_EACH));
    this.bucketMs =
      LENGTHS_MS.find((lengthMs) => durationMs / lengthMs <= most) ??
      Math.ceil(durationMs / most / 600_000) * 600_000;
    this.length = Math.floor(durationMs / this.bucketMs) + 1;
  }

  /** What lies outside belongs to the nearest. */
  indexOf(atMs: number): number {
    return Math.min(this.length - 1, Math.max(0, Math.floor(atMs / this.bucketMs)));
  }

  zeros(): number[] {
    return Array.from({ length: this.length }, () => 0);
  }

  /** The most that there were at any one time in each. */
  mostAtOnce(beganMs: readonly number[], endedMs: readonly number[]): number[] {
    const began = Float64Array.from(beganMs).sort();
    const ended = Float64Array.from(endedMs).sort();
    const most = this.zeros();
    let come = 0;
    let gone = 0;
    for (let bucket = 0; bucket < this.length; bucket++) {
      const untilMs = (bucket + 1) * this.bucketMs;
      let peak = come - gone;
      while (come < began.length && (began[come] as number) < untilMs) {
        // At one instant, who leaves makes room before who comes.
        while (gone < ended.length && (ended[gone] as number) <= (began[come] as number)) gone++;
        come++;
        peak = Math.max(peak, come - gone);
      }
      while (gone < ended.length && (ended[gone] as number) < untilMs) gone++;
      most[bucket] = peak;
    }
    return most;
  }
}

/** Counts in each bucket by a name; the commonest names keep theirs. */
export class NamedCounts {
  private readonly found = new Map<string, number[]>();
  private readonly buckets: TimeBuckets;

  constructor(buckets: TimeBuckets) {
    this.buckets = buckets;
  }

  add(name: string, atMs: number): void {
    let counts = this.found.get(name);
    if (counts === undefined) this.found.set(name, (counts = this.buckets.zeros()));
    const bucket = this.buckets.indexOf(atMs);
    counts[bucket] = (counts[bucket] as number) + 1;
  }

  list(): Counted[] {
    const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
    const ranked = [...this.found].sort(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1));
    const rest = ranked.slice(MOST_NAMES).map(([, counts]) => counts);
    const kept = ranked.slice(0, MOST_NAMES).map(([name, counts]) => ({ name, counts }));
    if (rest.length === 0) return kept;
    const others = this.buckets
      .zeros()
      .map((_, at) => rest.reduce((sum, counts) => sum + (counts[at] ?? 0), 0));
    return [...kept, { name: 'others', counts: others }];
  }
}
