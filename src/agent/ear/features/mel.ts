/**
 * A bank of triangular filters, evenly spaced on the mel scale. Pure; the inner loop is WebAssembly (`mel.wat`). Each filter's weights add up to one, so that what
 * comes of it is a mean power over its bins, whatever its width.
 *
 * A warp other than 1 shifts the filters along the frequency axis by that factor. Under 1, a voice gives what a speaker
 * with a shorter vocal tract would give in the unwarped bank (Lee and Rose, 1996).
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';
import { MEL_WASM } from './mel_wasm.ts';
import { BINS, FRAME_SAMPLES } from './spectrum.ts';

export const BANDS = 20;
/** Inside what the telephone lets through. */
const LOWEST_HZ = 200;
const HIGHEST_HZ = 3500;
const BIN_HZ = 8000 / FRAME_SAMPLES;

/** Where the kernel's powers, room for a whole group beyond the last, and its filters lie, in bytes. */
const FILTERS_AT = 4 * (BINS + 7);

interface MelKernel extends Kernel {
  bands(filters: number, end: number, out: number): void;
}

export class MelBank {
  private readonly kernel: MelKernel;
  private readonly power: Float32Array;
  private readonly bands: Float32Array;
  private readonly outAt: number;

  constructor(warp: number) {
    const filters = filtersOf(warp);
    const lengths = filters.map(({ weights }) => 4 * Math.ceil(weights.length / 4));
    this.outAt = FILTERS_AT + lengths.reduce((sum, length) => sum + 16 + 4 * length, 0);
    this.kernel = instantiate(MEL_WASM) as MelKernel;
    const { buffer } = this.kernel.memory;
    this.power = new Float32Array(buffer, 0, BINS);
    this.bands = new Float32Array(buffer, this.outAt, BANDS);
    let at = FILTERS_AT;
    filters.forEach(({ from, weights }, band) => {
      const length = lengths[band] as number;
      new Int32Array(buffer, at, 2).set([4 * from, 4 * length]);
      new Float32Array(buffer, at + 16, length).set(weights);
      at += 16 + 4 * length;
    });
  }

  /** Mean power in each band. Valid until the next call. */
  powers(power: Float32Array): Float32Array {
    this.power.set(power);
    this.kernel.bands(FILTERS_AT, this.outAt, this.outAt);
    return this.bands;
  }
}

export interface MelFilter {
  /** Its first bin. */
  readonly from: number;
  readonly weights: readonly number[];
}

export function filtersOf(warp: number): MelFilter[] {
  const lowest = melOf(LOWEST_HZ);
  const step = (melOf(HIGHEST_HZ) - lowest) / (BANDS + 1);
  const edges = Array.from({ length: BANDS + 2 }, (_, i) => (warp * hzOf(lowest + i * step)) / BIN_HZ);
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, centre, right] = edges.slice(band, band + 3) as [number, number, number];
    // Warped upwards, the last filters reach past the last bin; each keeps a bin at least.
    const from = Math.min(Math.floor(left) + 1, BINS - 2);
    const end = Math.max(from + 1, Math.min(BINS - 1, Math.ceil(right)));
    const triangle = Array.from({ length: end - from }, (_, i) => {
      const bin = from + i;
      return Math.max(0, bin < centre ? (bin - left) / (centre - left) : (right - bin) / (right - centre));
    });
    const sum = triangle.reduce((a, b) => a + b, 0);
    return { from, weights: triangle.map((weight) => (sum > 0 ? weight / sum : 1 / triangle.length)) };
  });
}

function melOf(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

function hzOf(mel: number): number {
  return 700 * (Math.exp(mel / 1127) - 1);
}
