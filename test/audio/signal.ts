/** Sounds with a known truth for the tests of the audio room. Seeded: the same every time. */

import { Random } from '../../src/core/word/random.ts';

export const RATE = 24_000;

export function silence(ms: number, rate = RATE): Float32Array {
  return new Float32Array(Math.round((ms * rate) / 1000));
}

/** Peak amplitude `level`. */
export function sine(hz: number, ms: number, level = 0.5, rate = RATE): Float32Array {
  return silence(ms, rate).map((_, i) => level * Math.sin((2 * Math.PI * hz * i) / rate));
}

/** White Gaussian noise of RMS `level`. */
export function noise(ms: number, level: number, seed = 1, rate = RATE): Float32Array {
  const random = new Random(seed, 'noise');
  return silence(ms, rate).map(() => level * random.normal());
}

/** A buzz like a voice's: decaying pulses 110 times a second, RMS `level`. */
export function voice(ms: number, level = 0.1, rate = RATE): Float32Array {
  const period = Math.round(rate / 110);
  const raw = silence(ms, rate).map((_, i) => {
    const phase = i % period;
    return Math.exp((-5 * phase) / period) * Math.sin((2 * Math.PI * 700 * phase) / rate);
  });
  const rms = Math.sqrt(raw.reduce((sum, sample) => sum + sample * sample, 0) / raw.length);
  return gain(raw, level / rms);
}

export function gain(samples: Float32Array, factor: number): Float32Array {
  return samples.map((sample) => sample * factor);
}

export function join(...parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function mix(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, i) => sample + (b[i] ?? 0));
}

export function db(ratio: number): number {
  return 20 * Math.log10(ratio);
}
