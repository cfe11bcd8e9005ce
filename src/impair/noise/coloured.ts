/**
 * Noise of any colour: every frequency has the power that it is given, and a phase and size of its own by chance. Pure. Made
 * in the frequency domain, so that a slope is the slope asked for up to half the sample rate, which a filter's is not.
 */

import { fourier } from '../../audio/fourier.ts';
import type { Random } from '../../core/word/random.ts';

/** The lowest frequency that is heard, and that is made: below it a slope would be all power and no sound. */
const LOWEST_HZ = 20;

/**
 * Gaussian, of RMS 1 over all that was drawn; a stretch of it may differ by some tenths of a dB. `powerAt` is a density in any
 * unit.
 */
export function coloured(
  length: number,
  sampleRate: number,
  random: Random,
  powerAt: (hz: number) => number,
): Float32Array {
  let size = 2;
  while (size < length) size *= 2;
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  let power = 0;
  for (let bin = 1; bin < size / 2; bin++) {
    const hz = (bin * sampleRate) / size;
    const density = hz < LOWEST_HZ ? 0 : powerAt(hz);
    power += 2 * density;
    const amplitude = Math.sqrt(density / 2);
    // Both are drawn for every bin, so that a colour changes nothing but the colour.
    real[bin] = amplitude * random.normal();
    imaginary[bin] = amplitude * random.normal();
    // The mirror image makes the samples real.
    real[size - bin] = real[bin] as number;
    imaginary[size - bin] = -(imaginary[bin] as number);
  }
  fourier(real, imaginary);
  const gain = power === 0 ? 0 : 1 / Math.sqrt(power);
  // By hand: `Float32Array.from` with a function goes through an iterator, and this is a large part of a plan with noise in it.
  const made = new Float32Array(length);
  for (let i = 0; i < length; i++) made[i] = (real[i] as number) * gain;
  return made;
}

/** The density of a slope in dB an octave: 0 is white, −3 pink (power halves as the frequency doubles), −6 brown. */
export function slope(dbPerOctave: number): (hz: number) => number {
  // Named by rounded figures: a factor of two in power is 3.01 dB.
  const exponent = Math.round(dbPerOctave / 3);
  return (hz) => hz ** exponent;
}

/** The density between two frequencies, falling by 12 dB an octave outside them. */
export function band(fromHz: number, toHz: number): (hz: number) => number {
  return (hz) => (hz < fromHz ? (hz / fromHz) ** 4 : hz > toHz ? (toHz / hz) ** 4 : 1);
}
