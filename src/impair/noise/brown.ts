/** Brown noise: 6 dB less an octave, a steady rumble. Its level does not wander: that is what makes it a yardstick. */

import { coloured, slope } from './coloured.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';

export const brown: Noise = {
  name: 'brown',
  means: '6 dB less an octave, a steady rumble',
  make: (length, sampleRate, random) =>
    atNoiseLevel(looped(length, sampleRate, (length) => coloured(length, sampleRate, random, slope(-6)))),
};
