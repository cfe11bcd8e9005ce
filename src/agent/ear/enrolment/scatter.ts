/**
 * Mean and covariance of many vectors, in one pass. Pure. Four vectors at a time are added to two rows of the sums at a
 * time: it is reading and writing that takes time.
 */

const BATCH = 4;

export class Scatter {
  private readonly width: number;
  private readonly sum: Float64Array;
  /** The lower half of the sum of x·xᵀ, and a row to spare. */
  private readonly products: Float64Array;
  private readonly batch: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  private filled = 0;
  private count = 0;

  constructor(width: number) {
    this.width = width;
    this.sum = new Float64Array(width);
    this.products = new Float64Array((width + 1) * width);
    const room = (): Float64Array => new Float64Array(width);
    this.batch = [room(), room(), room(), room()];
  }

  /** Where the next vector is to be written; then `add`. */
  get next(): Float64Array {
    return this.batch[this.filled] as Float64Array;
  }

  add(): void {
    this.count++;
    this.filled++;
    if (this.filled === BATCH) this.flush();
  }

  mean(): Float64Array {
    this.flush();
    return this.sum.map((total) => total / this.count);
  }

  /** Mean of x·xᵀ. */
  meanProducts(): Float64Array {
    this.flush();
    const { width, count, products } = this;
    const whole = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) {
        whole[i * width + j] = (products[i * width + j] as number) / count;
        whole[j * width + i] = whole[i * width + j] as number;
      }
    }
    return whole;
  }

  covariance(): Float64Array {
    const { width } = this;
    const mean = this.mean();
    return this.meanProducts().map(
      (product, i) => product - (mean[Math.floor(i / width)] as number) * (mean[i % width] as number),
    );
  }

  private flush(): void {
    const { width, sum, products } = this;
    const [a, b, c, d] = this.batch;
    for (let i = this.filled; i < BATCH; i++) (this.batch[i] as Float64Array).fill(0);
    this.filled = 0;
    for (let i = 0; i < width; i++) {
      sum[i] = (sum[i] as number) + (a[i] as number) + (b[i] as number) + (c[i] as number) + (d[i] as number);
    }
    // The second row of two is a number longer; where there is none, its sums go to the row to spare.
    for (let i = 0; i < width; i += 2) {
      const k = Math.min(i + 1, width - 1);
      const [ai, bi, ci, di] = [a[i] as number, b[i] as number, c[i] as number, d[i] as number];
      const [ak, bk, ck, dk] = [a[k] as number, b[k] as number, c[k] as number, d[k] as number];
      const row = i * width;
      const next = (i + 1) * width;
      for (let j = 0; j <= k; j++) {
        const aj = a[j] as number;
        const bj = b[j] as number;
        const cj = c[j] as number;
        const dj = d[j] as number;
        products[row + j] = (products[row + j] as number) + ai * aj + bi * bj + ci * cj + di * dj;
        products[next + j] = (products[next + j] as number) + ak * aj + bk * bj + ck * cj + dk * dj;
      }
    }
    for (const vector of this.batch) vector.fill(0);
  }
}
