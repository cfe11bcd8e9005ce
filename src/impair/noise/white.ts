/** Every frequency alike: a hiss. */

import type { Noise } from './noise.ts';

export const white: Noise = {
  name: 'white',
  means: 'a hiss, every frequency alike',
  make: (length, _sampleRate, random) => Float32Array.from({ length }, () => 0.1 * random.normal()),
};
