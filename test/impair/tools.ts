/** Speech-like sounds to spoil, and tools that need nothing to be loaded. */

import { Random } from '../../src/core/word/random.ts';
import type { Recipe, RecipeStep } from '../../src/core/plan/recipe.ts';
import { spoil } from '../../src/impair/chain.ts';
import { readImpairText } from '../../src/impair/impair_text.ts';
import type { Tools } from '../../src/impair/impairment.ts';
import { noises } from '../../src/impair/noise/noises.ts';

export const RATE = 24_000;

export const tools: Tools = {
  noise: (kind, length, sampleRate, random) => {
    const noise = noises.get(kind);
    if (noise === undefined) throw new RangeError(kind);
    return noise.make(length, sampleRate, random, bystanders);
  },
  otherVoice: (length) => speech(99, length / RATE),
  resample: (samples, from, to) => {
    if (from === to) return samples;
    throw new RangeError('no resampler here');
  },
  codec: () => {
    throw new RangeError('no codecs here');
  },
};

/** Syllables of a voice that glides, between pauses. */
export function speech(seed: number, seconds = 2, level = 0.2): Float32Array {
  const random = new Random(seed, 'speech');
  const pitch = random.between(90, 220);
  const pace = random.between(2, 5);
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const t = i / RATE;
    const loud = Math.max(0, Math.sin(2 * Math.PI * pace * t)) ** 0.5;
    const tone = [1, 2, 3, 4].reduce((sum, n) => sum + Math.sin(2 * Math.PI * pitch * n * t) / n, 0);
    return level * loud * tone * 0.5 + 0.001 * random.normal();
  });
}

export function stepOf(text: string): RecipeStep {
  const reading = readImpairText(text);
  if ('ok' in reading) return reading.ok;
  throw new RangeError(reading.mistake);
}

export function recipeOf(...texts: readonly string[]): Recipe {
  return { steps: texts.map(stepOf), seed: 1 };
}

/** As many as a babble takes, and one more. */
const bystanders = [1, 2, 3, 4, 5, 6, 7].map((seed) => speech(seed));

/** What these make of it. */
export function spoiled(samples: Float32Array, texts: readonly string[], seed = 1): Float32Array {
  const durationMs = (samples.length / RATE) * 1000;
  const audible = [{ startMs: 0, endMs: durationMs }];
  return Float32Array.from(spoil(samples, RATE, recipeOf(...texts), seed, audible, tools));
}

/** To the last bit. A matcher goes through tens of thousands of samples one by one. */
export function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((sample, i) => sample === b[i]);
}

export function minus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, i) => sample - (b[i] as number));
}
