/**
 * Mean and covariance of many vectors, in one pass. Pure. Four vectors at a time are added to the sums: it is reading and
 * writing the sums that takes time.
 */

const BATCH = 4;

export class Scatter {
  private readonly width: number;
  private readonly sum: Float64Array;
  /** The lower half of the sum of x·xᵀ. */
  private readonly products: Float64Array;
  private readonly batch: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  private filled = 0;
  private count = 0;

  constructor(width: number) {
    this.width = width;
    this.sum = new Float64Array(width);
    this.products = new Float64Array(width * width);
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
      const ai = a[i] as number;
      const bi = b[i] as number;
      const ci = c[i] as number;
      const di = d[i] as number;
      sum[i] = (sum[i] as number) + ai + bi + ci + di;
      const row = i * width;
      for (let j = 0; j <= i; j++) {
        products[row + j] =
          (products[row + j] as number) +
          ai * (a[j] as number) +
          bi * (b[j] as number) +
          ci * (c[j] as number) +
          di * (d[j] as number);
      }
    }
    for (const vector of this.batch) vector.fill(0);
  }
}
