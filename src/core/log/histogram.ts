/**
 * A small mergeable histogram for live views and for the generator's own timings: log-linear buckets, 1/64 relative
 * width, values in ms with a floor of 1 µs. Exact percentiles come from raw turns, never from here; the error of a
 * percentile read from here is at most one bucket (1.6%).
 */

const STEPS = 64;
const FLOOR_MS = 0.001;
/** A single-precision number has 23 bits after its exponent, six of which number a bucket. */
const STEP_SHIFT = 23 - Math.log2(STEPS);
const scaled = new Float32Array([1]);
const scaledBits = new Uint32Array(scaled.buffer);
const ONE = scaledBits[0] as number;

export interface EncodedHistogram {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** Bucket index and count, flattened, ascending by index. */
  readonly buckets: readonly number[];
}

export class Histogram {
  count = 0;
  min = Infinity;
  max = 0;
  sum = 0;
  private counts = new Uint32Array(STEPS * 8);

  /** Values below zero count as zero. O(1), no allocation but when the range grows. */
  add(valueMs: number): void {
    const value = valueMs > 0 ? valueMs : 0;
    const index = bucketOf(value);
    if (index >= this.counts.length) this.grow(index);
    this.counts[index] = (this.counts[index] as number) + 1;
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  merge(other: EncodedHistogram): void {
    if (other.count === 0) return;
    for (let i = 0; i + 1 < other.buckets.length; i += 2) {
      const index = other.buckets[i] as number;
      if (index >= this.counts.length) this.grow(index);
      this.counts[index] = (this.counts[index] as number) + (other.buckets[i + 1] as number);
    }
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  /** Nearest rank; the bucket's upper bound, clamped to what was seen. Null when empty. */
  percentile(p: number): number | null {
    if (this.count === 0) return null;
    // 99.9 / 100 * 1000 is 999.0000000000001 in binary: a rank must not be lost to the last bit.
    return this.atRank(Math.max(1, Math.ceil((p * this.count) / 100 - 1e-9)));
  }

  /** The rank-th smallest, from 1 on, as exact as a percentile. Null: there are not so many. */
  atRank(rank: number): number | null {
    if (rank > this.count) return null;
    let seen = 0;
    for (let i = 0; i < this.counts.length; i++) {
      seen += this.counts[i] as number;
      if (seen >= rank) return Math.min(this.max, Math.max(this.min, upperBound(i)));
    }
    return this.max;
  }

  mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  encode(): EncodedHistogram {
    const buckets: number[] = [];
    for (let i = 0; i < this.counts.length; i++) {
      const count = this.counts[i] as number;
      if (count > 0) buckets.push(i, count);
    }
    return { count: this.count, min: this.count === 0 ? 0 : this.min, max: this.max, sum: this.sum, buckets };
  }

  static decode(encoded: EncodedHistogram): Histogram {
    const histogram = new Histogram();
    histogram.merge(encoded);
    return histogram;
  }

  private grow(index: number): void {
    const bigger = new Uint32Array(Math.max(index + 1, this.counts.length * 2));
    bigger.set(this.counts);
    this.counts = bigger;
  }
}

/**
 * Bucket 0 holds values up to the floor; above it, STEPS linear buckets an octave: which is how a number lies in memory, its
 * octave in the exponent and the bucket in the first bits after it, so that no logarithm is taken of a frame.
 */
function bucketOf(valueMs: number): number {
  scaled[0] = valueMs / FLOOR_MS;
  const bits = scaledBits[0] as number;
  return bits <= ONE ? 0 : 1 + ((bits - ONE) >>> STEP_SHIFT);
}

export function upperBound(index: number): number {
  if (index === 0) return FLOOR_MS;
  const octave = Math.floor((index - 1) / STEPS);
  const within = (index - 1) % STEPS;
  return FLOOR_MS * 2 ** octave * (1 + (within + 1) / STEPS);
}
