/** Everything that can be done to a caller's voice, by name, in the order of a real line. */

import { clip } from './clip.ts';
import { gain } from './gain.ts';
import type { Impairment } from './impairment.ts';
import { noise } from './noise_bed.ts';

const all: readonly Impairment[] = [noise, gain, clip];

export const impairments: ReadonlyMap<string, Impairment> = new Map(all.map((one) => [one.name, one]));
