/**
 * What a sound is made of: the power of a recording by frequency. Pure. Powers are those of the samples (a full-scale square
 * wave is 1), so that a spectrum adds up to the signal's own power.
 */

import { fourier } from './fourier.ts';

/**
 * The powers of `size` samples from `from` on, under a Hann window, in `size / 2` bins of `sampleRate / size` Hz; what lies
 * outside the recording is silence.
 */
export function powersAt(samples: Float32Array, from: number, size: number): Float64Array {
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const { factors, weight } = windowOf(size);
  for (let i = 0; i < size; i++) real[i] = (factors[i] as number) * (samples[from + i] ?? 0);
  fourier(real, imaginary);
  const powers = new Float64Array(size / 2);
  for (let bin = 0; bin < powers.length; bin++) {
    const power = (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2;
    powers[bin] = ((bin === 0 ? 1 : 2) * power) / (size * weight);
  }
  return powers;
}

interface HannWindow {
  readonly factors: Float64Array;
  /** The sum of their squares. */
  readonly weight: number;
}

/** For the size that was last asked for: a recording has hundreds of windows of one size. */
let hann: HannWindow = { factors: new Float64Array(0), weight: 0 };

function windowOf(size: number): HannWindow {
  if (hann.factors.length === size) return hann;
  const factors = new Float64Array(size);
  let weight = 0;
  for (let i = 0; i < size; i++) {
    const factor = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
    factors[i] = factor;
    weight += factor * factor;
  }
  hann = { factors, weight };
  return hann;
}

/** The mean of the powers over the whole recording (Welch's method, windows half over one another). */
export function spectrum(samples: Float32Array, size = 4096): Float64Array {
  const sum = new Float64Array(size / 2);
  let count = 0;
  for (let from = 0; from === 0 || from + size <= samples.length; from += size / 2) {
    powersAt(samples, from, size).forEach((power, bin) => {
      sum[bin] = (sum[bin] as number) + power;
    });
    count++;
  }
  return sum.map((power) => power / count);
}
