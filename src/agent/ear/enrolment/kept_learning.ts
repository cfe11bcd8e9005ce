/**
 * What was learned of the recordings that Callstorm brings, kept in a file of the built package: an agent that hears them starts
 * without the second of CPU that learning takes. It is used only for the very recordings it was learned from.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { ownFile } from '../../../disk/own_file.ts';
import type { Learning } from './learning.ts';

/** Beside the code that it goes with, and made anew with it. */
const FILE = 'dist/agent/learning.bin';

interface Kept {
  /** Names the recordings, each by its sha256. */
  readonly recordings: string;
  readonly learning: Learning;
}

export function keepLearning(recordings: string, learning: Learning): void {
  const kept: Kept = { recordings, learning };
  writeFileSync(ownFile(FILE), serialize(kept));
}

/** Null: there is none, or none of these recordings. */
export function keptLearning(recordings: string): Learning | null {
  try {
    const kept = deserialize(readFileSync(ownFile(FILE))) as Kept;
    return kept.recordings === recordings ? kept.learning : null;
  } catch {
    // Nothing depends on it: what is not to be had is learned.
    return null;
  }
}
