/**
 * A level that wanders as that of a real place does: someone comes nearer, a lorry goes by, a door opens. Pure and seeded.
 * Moves smoothly between levels drawn evenly within its depth, one every 0.8 s or so.
 */

import type { Random } from '../../core/word/random.ts';

/** Up and down from the mean. */
export const WANDER_DB = 4;
const STEP_MS = 800;

/** Factors on the amplitude, one a sample. */
export function wander(
  length: number,
  sampleRate: number,
  random: Random,
  depthDb: number = WANDER_DB,
): Float32Array {
  const factors = new Float32Array(length);
  let [fromDb, toDb] = [random.between(-depthDb, depthDb), random.between(-depthDb, depthDb)];
  let at = 0;
  let step = stepLength(sampleRate, random);
  for (let i = 0; i < length; i++) {
    if (at === step) {
      [fromDb, toDb] = [toDb, random.between(-depthDb, depthDb)];
      at = 0;
      step = stepLength(sampleRate, random);
    }
    // A cosine's half: it neither starts nor stops with a corner, and goes no further than its ends.
    const share = 0.5 - 0.5 * Math.cos((Math.PI * at) / step);
    factors[i] = 10 ** ((fromDb + (toDb - fromDb) * share) / 20);
    at++;
  }
  return factors;
}

function stepLength(sampleRate: number, random: Random): number {
  return Math.max(1, Math.round((sampleRate * STEP_MS * random.between(0.6, 1.4)) / 1000));
}
