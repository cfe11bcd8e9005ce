/** A street: the rumble of the town, cars that pass one after another, and now and then something that bangs or squeals. */

import type { Random } from '../../core/word/random.ts';
import { band, coloured, slope } from './coloured.ts';
import { clatter, instants, lay } from './layers.ts';
import { looped } from './loop.ts';
import type { Noise } from './noise.ts';
import { atNoiseLevel, pressed } from './noise_level.ts';
import { wander } from './wander.ts';

const CARS_PER_SECOND = 1 / 3;
const BANGS_PER_SECOND = 1 / 5;

export const street: Noise = {
  name: 'street',
  means: 'a low rumble, passing cars, now and then a bang',
  make: (length, sampleRate, random) =>
    atNoiseLevel(looped(length, sampleRate, (length) => heard(length, sampleRate, random))),
};

function heard(length: number, sampleRate: number, random: Random): Float32Array {
  const level = wander(length, sampleRate, random);
  const rumble = coloured(length, sampleRate, random, slope(-6));
  const town = coloured(length, sampleRate, random, slope(-3));
  const place = rumble.map((low, i) => (level[i] as number) * (low + 0.5 * (town[i] as number)));
  const tyres = coloured(length, sampleRate, random, band(150, 1500));
  for (const at of instants(length, sampleRate, random, CARS_PER_SECOND))
    pass(place, tyres, at, sampleRate, random);
  for (const at of instants(length, sampleRate, random, BANGS_PER_SECOND)) {
    lay(place, clatter(sampleRate, random, random.between(15, 60)), random.between(0.5, 1.5), at);
  }
  return pressed(place);
}

/** A car is as loud as its distance lets it: it is nearest at `at`, and half as near a second or so before and after. */
function pass(
  place: Float32Array,
  tyres: Float32Array,
  at: number,
  sampleRate: number,
  random: Random,
): void {
  const width = sampleRate * random.between(0.4, 1.1);
  const nearest = random.between(0.7, 1.6);
  for (let i = 0; i < place.length; i++) {
    const away = (i - at) / width;
    place[i] = (place[i] as number) + (nearest * (tyres[i] as number)) / (1 + away * away);
  }
}
