/** The inside of a car that drives: a low rumble, the engine's harmonics at a speed that changes a little, tyres and wind. */

import type { Random } from '../../core/word/random.ts';
import { band, coloured, slope } from './coloured.ts';
import { lay } from './layers.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';
import { wander } from './wander.ts';

/** Two ignitions a turn of a four-cylinder engine, at about 2,000 turns a minute. */
const IGNITIONS_HZ = 67;
const HARMONICS = 12;
/** A car that keeps its lane changes less than a place where people come and go. */
const ROAD_DB = 3;

export const car: Noise = {
  name: 'car',
  means: 'the inside of a car: a low rumble, the engine, tyres',
  make: (length, sampleRate, random) =>
    atNoiseLevel(
      looped(length, sampleRate, (length) => {
        const level = wander(length, sampleRate, random, ROAD_DB);
        const drive = coloured(length, sampleRate, random, slope(-6));
        lay(drive, engine(length, sampleRate, random), 1);
        lay(drive, coloured(length, sampleRate, random, band(300, 1000)), 0.25);
        return drive.map((sample, i) => sample * (level[i] as number));
      }),
    ),
};

/** RMS about 1. */
function engine(length: number, sampleRate: number, random: Random): Float32Array {
  // A tenth of a dB of wander is a percent of speed.
  const speed = wander(length, sampleRate, random, 0.15);
  const tone = new Float32Array(length);
  let turn = random.next();
  for (let i = 0; i < length; i++) {
    turn += (IGNITIONS_HZ * (speed[i] as number)) / sampleRate;
    let sum = 0;
    for (let harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      sum += Math.sin(2 * Math.PI * harmonic * turn + harmonic * harmonic) / harmonic;
    }
    tone[i] = sum;
  }
  return tone;
}
