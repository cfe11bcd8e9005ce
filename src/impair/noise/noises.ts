/** Every kind of noise that comes with Callstorm, by name, in the order in which it is shown. */

import type { Noise } from './noise.ts';
import { white } from './white.ts';

const all: readonly Noise[] = [white];

export const noises: ReadonlyMap<string, Noise> = new Map(all.map((noise) => [noise.name, noise]));
export const noiseKinds: readonly string[] = [...noises.keys()];
