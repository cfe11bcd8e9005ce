/**
 * What sentinels say: bursts of noise that swell and fade as syllables do, and break off at full level. So where they end is
 * known by construction, to the sample, and no detector had to be asked. Pure.
 */

import { Random } from '../core/word/random.ts';

/** RMS of the noise at the top of a syllable. */
const LEVEL_DBFS = -20;
const SYLLABLE_MS = 180;
/** Between syllables it is never quieter than this share of its level: one burst is one stretch of speech. */
const LEAST_SWELL = 0.25;
const FULL_SCALE = 32_768;

/** 16-bit samples; the last of them is loud. `durationMs` is a whole number of them. */
export function burst(durationMs: number, sampleRate: number, random: Random): Int16Array {
  const length = (durationMs * sampleRate) / 1000;
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`${durationMs} ms at ${sampleRate} Hz is no whole number of samples`);
  }
  const rms = 10 ** (LEVEL_DBFS / 20) * FULL_SCALE;
  // Uniform noise: its peak is the square root of three over its RMS, and it never clips.
  const peak = rms * Math.sqrt(3);
  const syllable = (SYLLABLE_MS * sampleRate) / 1000;
  const samples = new Int16Array(length);
  for (let i = 0; i < length; i++) {
    // Counted from the end, where the swell is at its top.
    const swell = LEAST_SWELL + (1 - LEAST_SWELL) * Math.cos((Math.PI * (length - 1 - i)) / syllable) ** 2;
    samples[i] = Math.round(random.between(-peak, peak) * swell);
  }
  samples[0] = Math.round(peak * LEAST_SWELL);
  samples[length - 1] = Math.round(rms);
  return samples;
}
