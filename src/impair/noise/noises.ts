/** Every kind of noise that comes with Callstorm, by name, in the order in which it is shown. */

import { babble } from './babble.ts';
import { brown } from './brown.ts';
import { cafe } from './cafe.ts';
import { car } from './car.ts';
import { keyboard } from './keyboard.ts';
import type { Noise } from './noise.ts';
import { pink } from './pink.ts';
import { street } from './street.ts';
import { white } from './white.ts';

const all: readonly Noise[] = [white, pink, brown, babble, street, cafe, car, keyboard];

export const noises: ReadonlyMap<string, Noise> = new Map(all.map((noise) => [noise.name, noise]));
export const noiseKinds: readonly string[] = [...noises.keys()];
