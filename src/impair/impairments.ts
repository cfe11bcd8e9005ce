/** Everything that can be done to a caller's voice, by name, in the order of a real line. */

import type { Impairment } from './impairment.ts';
import { noise } from './noise_bed.ts';

const all: readonly Impairment[] = [noise];

export const impairments: ReadonlyMap<string, Impairment> = new Map(all.map((one) => [one.name, one]));
