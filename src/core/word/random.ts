/**
 * Seeded randomness. Every draw in Callstorm comes from a stream named by (seed, purpose, …), so that
 * adding a draw for one purpose never shifts another. Same key, same numbers, on every engine.
 *
 * Generator: sfc32 (Chris Doty-Humphrey, PractRand), keyed through a 32-bit mixing hash (MurmurHash3's finaliser).
 */

export type StreamKey = string | number;

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(...key: readonly StreamKey[]) {
    let hash = 0x9e3779b9;
    const mix = (word: number): void => {
      hash = Math.imul(hash ^ word, 0x85ebca6b);
      hash ^= hash >>> 13;
      hash = Math.imul(hash, 0xc2b2ae35);
      hash ^= hash >>> 16;
    };
    for (const part of key) {
      const text = String(part);
      for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
      mix(0x1f);
    }
    const word = (): number => {
      mix(0x6d2b79f5);
      return hash;
    };
    this.a = word();
    this.b = word();
    this.c = word();
    this.d = 1;
    for (let i = 0; i < 12; i++) this.word();
  }

  private word(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** Where in its stream it is: what is at the same place draws the same from there on. */
  get place(): string {
    return `${this.a} ${this.b} ${this.c} ${this.d}`;
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    return this.word() / 4294967296;
  }

  /** Uniform in [min, max). */
  between(min: number, max: number): number {
    return min + (max - min) * this.next();
  }

  /** Uniform integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** The sum of so many of the values, each drawn from all of them as `pick` draws: a bootstrap has millions of draws. */
  sumOfDraws(values: Float64Array, draws: number): number {
    const { length } = values;
    // Exact, as a power of two is only another exponent: the same places as `below` gives, in half the time.
    const scale = length / 4294967296;
    let a = this.a | 0;
    let b = this.b | 0;
    let c = this.c | 0;
    let d = this.d | 0;
    let total = 0;
    for (let draw = 0; draw < draws; draw++) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      total += values[((t >>> 0) * scale) >>> 0] as number;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    return total;
  }

  /** Adds one to a count between the two places, as often as there are any, each chosen as `from + below(to − from)` chooses. */
  countDraws(counts: Int32Array, from: number, to: number): void {
    const scale = (to - from) / 4294967296;
    let a = this.a | 0;
    let b = this.b | 0;
    let c = this.c | 0;
    let d = this.d | 0;
    for (let draw = from; draw < to; draw++) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      const drawn = from + (((t >>> 0) * scale) >>> 0);
      counts[drawn] = (counts[drawn] as number) + 1;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** 1 at every place where `next` is under a half, 0 at the others. */
  tossCoins(into: Uint8Array): void {
    let a = this.a | 0;
    let b = this.b | 0;
    let c = this.c | 0;
    let d = this.d | 0;
    for (let at = 0; at < into.length; at++) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      into[at] = (t >>> 31) ^ 1;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, equally likely. Throws RangeError on an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('pick from an empty list');
    return item;
  }

  /** An index, with probability proportional to its weight. Throws RangeError when no weight is positive. */
  weighted(weights: readonly number[]): number {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) throw new RangeError('weights add up to nothing');
    let rest = this.next() * total;
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i] as number;
      if (rest < 0) return i;
    }
    return weights.length - 1;
  }

  /** Standard normal, by Box–Muller (one of the pair is thrown away so that every call costs two draws). */
  normal(): number {
    const u = 1 - this.next();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.next());
  }

  /** Log-normal by its median and the sigma of its logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }
}
