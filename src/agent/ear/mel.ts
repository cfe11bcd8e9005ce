/**
 * A bank of triangular filters, evenly spaced on the mel scale. Pure. Each filter's weights add up to one, so that what
 * comes of it is a mean power over its bins, whatever its width.
 *
 * A warp other than 1 shifts the filters along the frequency axis by that factor. Under 1, a voice gives what a speaker
 * with a shorter vocal tract would give in the unwarped bank (Lee and Rose, 1996).
 */

import { BINS, FRAME_SAMPLES } from './spectrum.ts';

export const BANDS = 20;
/** Inside what the telephone lets through. */
const LOWEST_HZ = 200;
const HIGHEST_HZ = 3500;
const BIN_HZ = 8000 / FRAME_SAMPLES;

export interface MelBank {
  /** First bin of each filter. */
  readonly from: Int32Array;
  readonly weights: readonly Float64Array[];
}

export function melBank(warp: number): MelBank {
  const lowest = melOf(LOWEST_HZ);
  const step = (melOf(HIGHEST_HZ) - lowest) / (BANDS + 1);
  const edges = Array.from({ length: BANDS + 2 }, (_, i) => (warp * hzOf(lowest + i * step)) / BIN_HZ);
  const from = new Int32Array(BANDS);
  const weights = Array.from({ length: BANDS }, (_, band) => {
    const [left, centre, right] = edges.slice(band, band + 3) as [number, number, number];
    // Warped upwards, the last filters reach past the last bin; each keeps a bin at least.
    const first = Math.min(Math.floor(left) + 1, BINS - 2);
    const end = Math.max(first + 1, Math.min(BINS - 1, Math.ceil(right)));
    const triangle = Float64Array.from({ length: end - first }, (_, i) => {
      const bin = first + i;
      return Math.max(0, bin < centre ? (bin - left) / (centre - left) : (right - bin) / (right - centre));
    });
    const sum = triangle.reduce((a, b) => a + b, 0);
    from[band] = first;
    return sum > 0 ? triangle.map((weight) => weight / sum) : triangle.fill(1 / triangle.length);
  });
  return { from, weights };
}

/** Mean power in each band, written to `out` from `at` on. */
export function melPowers(bank: MelBank, power: Float64Array, out: Float64Array, at = 0): void {
  for (let band = 0; band < BANDS; band++) {
    const weights = bank.weights[band] as Float64Array;
    const from = bank.from[band] as number;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (power[from + i] as number);
    out[at + band] = sum;
  }
}

function melOf(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

function hzOf(mel: number): number {
  return 700 * (Math.exp(mel / 1127) - 1);
}
