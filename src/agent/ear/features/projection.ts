/**
 * From a frame and its neighbours to features: weighted sums of the same numbers. Pure; the inner loop is WebAssembly
 * (`projection.wat`), in numbers of 24 bits.
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';
import { PROJECTION_WASM } from './projection_wasm.ts';

/** Sums that the kernel makes at once. */
const MOST_DIMS = 24;

interface ProjectionKernel extends Kernel {
  project(weights: number, numbers: number, end: number, sums: number, out: number): void;
}

export class Projection {
  readonly dims: number;
  private readonly kernel: ProjectionKernel;
  private readonly context: Float32Array;
  private readonly sums: Float32Array;
  private readonly weightsAt: number;

  /** `rows`: of each feature its weights, `shift.length` times `width` of them. `shift`: what is added. At most 24 features. */
  constructor(rows: Float64Array, shift: Float64Array, width: number) {
    this.dims = shift.length;
    if (this.dims > MOST_DIMS) throw new RangeError(`a projection has at most ${MOST_DIMS} dimensions`);
    const shiftAt = 4 * MOST_DIMS;
    const contextAt = 2 * shiftAt;
    this.weightsAt = contextAt + 16 * Math.ceil(width / 4);
    this.kernel = instantiate(PROJECTION_WASM, this.weightsAt + 4 * MOST_DIMS * width) as ProjectionKernel;
    const { buffer } = this.kernel.memory;
    this.sums = new Float32Array(buffer, 0, this.dims);
    new Float32Array(buffer, shiftAt, this.dims).set(shift);
    this.context = new Float32Array(buffer, contextAt, width);
    const weights = new Float32Array(buffer, this.weightsAt, MOST_DIMS * width);
    for (let dim = 0; dim < this.dims; dim++) {
      for (let i = 0; i < width; i++) weights[i * MOST_DIMS + dim] = rows[dim * width + i] as number;
    }
  }

  /** `context`: as many numbers as each row has weights. Valid until the next call. */
  project(context: Float32Array | Float64Array): Float32Array {
    this.context.set(context);
    const { byteOffset: at, byteLength } = this.context;
    this.kernel.project(this.weightsAt, at, at + byteLength, 4 * MOST_DIMS, 0);
    return this.sums;
  }
}
