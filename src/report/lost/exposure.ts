/** How much time calls lived through by a given instant, taken together: where the lost would lie if only time decided. Pure. */

export class Exposure {
  private readonly begins: Ends;
  private readonly ends: Ends;

  constructor(spans: readonly (readonly [fromMs: number, toMs: number])[]) {
    this.begins = new Ends(spans.map(([fromMs]) => fromMs));
    this.ends = new Ends(spans.map(([, toMs]) => toMs));
  }

  /** By this instant, in ms. */
  by(atMs: number): number {
    return this.begins.since(atMs) - this.ends.since(atMs);
  }

  get totalMs(): number {
    return this.ends.sum - this.begins.sum;
  }

  /** How many of them were going on; of those that end at this very instant, all. */
  at(atMs: number): number {
    return this.begins.by(atMs, true) - this.ends.by(atMs, false);
  }
}

class Ends {
  private readonly sorted: Float64Array;
  private readonly sums: Float64Array;

  constructor(instants: readonly number[]) {
    this.sorted = Float64Array.from(instants).sort();
    this.sums = new Float64Array(this.sorted.length + 1);
    for (const [at, value] of this.sorted.entries()) this.sums[at + 1] = (this.sums[at] as number) + value;
  }

  get sum(): number {
    return this.sums[this.sorted.length] as number;
  }

  /** How long ago each that has passed was, taken together. */
  since(atMs: number): number {
    const passed = this.by(atMs, true);
    return passed * atMs - (this.sums[passed] as number);
  }

  /** How many lie before this instant, or at it. */
  by(atMs: number, included: boolean): number {
    const { sorted } = this;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = sorted[middle] as number;
      if (value < atMs || (included && value === atMs)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
