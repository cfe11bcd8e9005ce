/**
 * What a sound is made of: the discrete Fourier transform of a power of two, and the power of a recording by frequency. Pure.
 * Powers are those of the samples (a full-scale square wave is 1), so that a spectrum adds up to the signal's own power.
 */

/** In place, O(n log n). RangeError unless both have one length, a power of two. */
export function fourier(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  if (length !== imaginary.length || length < 1 || (length & (length - 1)) !== 0) {
    throw new RangeError(`a Fourier transform is of a power of two, not of ${length} samples`);
  }
  reorder(real, imaginary);
  for (let half = 1; half < length; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let a = k; a < length; a += 2 * half) {
        const b = a + half;
        const re = (real[b] as number) * cos - (imaginary[b] as number) * sin;
        const im = (real[b] as number) * sin + (imaginary[b] as number) * cos;
        real[b] = (real[a] as number) - re;
        imaginary[b] = (imaginary[a] as number) - im;
        real[a] = (real[a] as number) + re;
        imaginary[a] = (imaginary[a] as number) + im;
      }
    }
  }
}

/** Every index with its bits the other way round. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  for (let i = 1, j = 0; i < length; i++) {
    let bit = length >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [re, im] = [real[i] as number, imaginary[i] as number];
    real[i] = real[j] as number;
    imaginary[i] = imaginary[j] as number;
    real[j] = re;
    imaginary[j] = im;
  }
}

/**
 * The powers of `size` samples from `from` on, under a Hann window, in `size / 2` bins of `sampleRate / size` Hz; what lies
 * outside the recording is silence.
 */
export function powersAt(samples: Float32Array, from: number, size: number): Float64Array {
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  let weight = 0;
  for (let i = 0; i < size; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
    weight += window * window;
    real[i] = window * (samples[from + i] ?? 0);
  }
  fourier(real, imaginary);
  const powers = new Float64Array(size / 2);
  for (let bin = 0; bin < powers.length; bin++) {
    const power = (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2;
    powers[bin] = ((bin === 0 ? 1 : 2) * power) / (size * weight);
  }
  return powers;
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
