/** Pink noise: 3 dB less an octave, a steady rush. Its level does not wander: that is what makes it a yardstick. */

import { coloured, slope } from './coloured.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';

export const pink: Noise = {
  name: 'pink',
  means: '3 dB less an octave, a steady rush',
  make: (length, sampleRate, random) =>
    atNoiseLevel(looped(length, sampleRate, (length) => coloured(length, sampleRate, random, slope(-3)))),
};
