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
  const { cosines, sines } = turnsOf(length);
  for (let half = 1; half < length; half *= 2) {
    const apart = length / 2 / half;
    // In the order of memory: a noise of some seconds is larger than what a processor keeps at hand.
    for (let from = 0; from < length; from += 2 * half) {
      for (let k = 0; k < half; k++) {
        const cos = cosines[k * apart] as number;
        const sin = sines[k * apart] as number;
        const a = from + k;
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

interface Turns {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** For the length that was last asked for: whoever asks, asks for the same one many times. */
let turns: Turns = { cosines: new Float64Array(0), sines: new Float64Array(0) };

/** Half a turn in steps, as many as a transform of so many samples takes. */
function turnsOf(length: number): Turns {
  const half = length / 2;
  if (turns.cosines.length !== half) {
    const [cosines, sines] = [new Float64Array(half), new Float64Array(half)];
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      cosines[k] = Math.cos(angle);
      sines[k] = Math.sin(angle);
    }
    turns = { cosines, sines };
  }
  return turns;
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
