/**
 * The user's own noise, from a place in it by chance, and again from its start when it is over: its end is faded into its
 * start, as is that of the stretch that is taken. Pure: the recording is handed in, at the rate that is asked for.
 */

import { fadeLength, looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel } from './noise_level.ts';

/** RangeError where the recording holds no sound. */
export function recordedNoise(name: string, recording: Float32Array): Noise {
  return {
    name,
    means: 'a recording of your own',
    make: (length, sampleRate, random) => {
      if (recording.length === 0) throw new RangeError('a recording of noise without samples is none');
      // A recording has no more after its end: its loop is shorter by the fade.
      const fade = fadeLength(recording.length, sampleRate);
      const round = looped(recording.length - fade, sampleRate, (wanted) => recording.slice(0, wanted));
      const from = random.below(round.length);
      return atNoiseLevel(
        looped(length, sampleRate, (length) =>
          new Float32Array(length).map((_, i) => round[(from + i) % round.length] as number),
        ),
      );
    },
  };
}
