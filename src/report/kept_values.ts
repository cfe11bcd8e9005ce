/**
 * Numbers of which nobody knows beforehand how many come: the samples of a metric. They lie in blocks of doubles that grow with
 * them up to a fixed size and are never moved, so that a long run's are never in the memory twice. In the order they came. Pure.
 */

const FIRST_BLOCK = 16;
const LARGEST_BLOCK = 8192;

export class KeptValues implements Iterable<number> {
  private readonly blocks: Float64Array[] = [];
  private last = new Float64Array(FIRST_BLOCK);
  private inLast = 0;
  private inFull = 0;

  add(value: number): void {
    if (this.inLast === this.last.length) {
      this.blocks.push(this.last);
      this.inFull += this.inLast;
      this.last = new Float64Array(Math.min(LARGEST_BLOCK, this.last.length * 2));
      this.inLast = 0;
    }
    this.last[this.inLast++] = value;
  }

  get length(): number {
    return this.inFull + this.inLast;
  }

  /** Over a copy: a generator makes an object for each value, of which there are hundreds of thousands. */
  [Symbol.iterator](): ArrayIterator<number> {
    return this.copy().values();
  }

  /** All of them in one, which is the caller's own. */
  copy(): Float64Array {
    const all = new Float64Array(this.length);
    let at = 0;
    for (const block of this.blocks) {
      all.set(block, at);
      at += block.length;
    }
    all.set(this.last.subarray(0, this.inLast), at);
    return all;
  }
}
