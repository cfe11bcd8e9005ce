/** White noise: all frequencies alike, a steady hiss. Its level does not wander: that is what makes it a yardstick. */

import { coloured, slope } from './coloured.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';

export const white: Noise = {
  name: 'white',
  means: 'all frequencies alike, a steady hiss',
  make: (length, sampleRate, random) =>
    atNoiseLevel(looped(length, sampleRate, (length) => coloured(length, sampleRate, random, slope(0)))),
};
