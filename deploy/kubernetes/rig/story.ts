/** The story's parts, in the order they are told in. Each can be told alone. */

import { cutPart } from './story_cut.ts';
import { deletedPart } from './story_deleted.ts';
import { killedPart } from './story_killed.ts';
import { refusedPart } from './story_refused.ts';
import { stormPart } from './story_storm.ts';

export const parts = {
  refused: refusedPart,
  storm: stormPart,
  killed: killedPart,
  cut: cutPart,
  deleted: deletedPart,
} as const;

export type PartName = keyof typeof parts;
