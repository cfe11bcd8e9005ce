/** A café: people who talk farther away, in a room that echoes, cups and spoons, and the hum of the room itself. */

import type { Random } from '../../core/word/random.ts';
import { coloured, slope } from './coloured.ts';
import { crowd } from './crowd.ts';
import { instants, lay, struck } from './layers.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel, pressed } from './noise_level.ts';
import { wander } from './wander.ts';

const CLINKS_PER_SECOND = 1.2;
/** Of the crowd's RMS as laid in. */
const ROOM = 0.25;
const ECHOES = 12;
const ECHO_S = 0.3;
const DULL_FROM_HZ = 2000;

export const cafe: Noise = {
  name: 'cafe',
  means: 'people who talk farther away, cups, and the room',
  ofVoices: true,
  make: (length, sampleRate, random, voices) =>
    atNoiseLevel(
      looped(length, sampleRate, (length) => {
        const level = wander(length, sampleRate, random);
        const people = atNoiseLevel(distant(crowd(length, sampleRate, random, voices), sampleRate, random));
        const loudness = 10 ** (-26 / 20);
        const place = people.map((sample, i) => sample * (level[i] as number));
        lay(place, coloured(length, sampleRate, random, slope(-3)), ROOM * loudness);
        for (const at of instants(length, sampleRate, random, CLINKS_PER_SECOND)) {
          const clink = struck(sampleRate, random, {
            fromHz: 1800,
            toHz: 6000,
            decayMs: random.between(20, 90),
          });
          lay(place, clink, loudness * random.between(1, 4), at);
        }
        return pressed(place);
      }),
    ),
};

/** What the walls send back at instants by chance, each time weaker; and air and furniture take the high tones. */
function distant(near: Float32Array, sampleRate: number, random: Random): Float32Array {
  const room = new Float32Array(near.length);
  lay(room, near, 0.5);
  for (let echo = 0; echo < ECHOES; echo++) {
    const delayS = random.between(0.008, ECHO_S);
    const sign = random.chance(0.5) ? 1 : -1;
    lay(room, near, sign * 0.6 * Math.exp((-3 * delayS) / ECHO_S), Math.round(delayS * sampleRate));
  }
  const share = 1 - Math.exp((-2 * Math.PI * DULL_FROM_HZ) / sampleRate);
  let [low, lower] = [0, 0];
  return room.map((sample) => {
    low += share * (sample - low);
    lower += share * (low - lower);
    return lower;
  });
}
