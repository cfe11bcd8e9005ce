/** Babble: eight people who talk at once near by, made of recordings of other voices than the caller's. */

import { crowd } from './crowd.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';
import { wander } from './wander.ts';

export const babble: Noise = {
  name: 'babble',
  means: 'eight other voices that talk at once',
  ofVoices: true,
  make: (length, sampleRate, random, voices) =>
    atNoiseLevel(
      looped(length, sampleRate, (length) => {
        const level = wander(length, sampleRate, random);
        return crowd(length, sampleRate, random, voices).map((sample, i) => sample * (level[i] as number));
      }),
    ),
};
