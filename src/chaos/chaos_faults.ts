/** Everything that the caller's side can do wrong on purpose, by name, in the order in which it is shown. */

import { catalogueOf } from '../fault/fault.ts';
import { disconnect } from './disconnect.ts';
import type { ChaosMoments } from './moments.ts';
import { storm } from './storm.ts';

export const chaosFaults = catalogueOf<ChaosMoments>([disconnect, storm]);
