/** Callers that were to go on by what they heard, and could not be told what that was, went on in the plain order: a reader has to know. Pure. */

import { plural } from './figure.ts';
import type { Run } from './log.ts';

export function hearingNotes(runs: readonly Pick<Run, 'turns'>[]): string[] {
  let untold = 0;
  for (const { turns } of runs) {
    for (const call of turns.keys()) {
      for (const { heardAs = [] } of turns.get(call) ?? []) {
        if (heardAs.some(({ by }) => by === 'plain')) untold++;
      }
    }
  }
  if (untold === 0) return [];
  return [
    `${plural(untold, 'answer')} had no transcript to go by: callers went on in the plain order of their scripts.`,
  ];
}
