/**
 * What a call tells while it goes on: the lines that are written down of it, and what it has used so far. The latter is in no log,
 * since its turns and its end tell the same, only later: a turn is written down once nothing of it can change any more.
 */

import type { CallLine } from './record.ts';
import type { Usage } from './used.ts';

export type CallReport = CallLine | UsedSoFar;

/** Each replaces the one before. The first, with nothing used, comes as the session is ready. */
export interface UsedSoFar {
  readonly type: 'used';
  readonly call: number;
  readonly atMs: number;
  readonly readyMs: number;
  /** All that was told of the call, each answer once. */
  readonly usage: Usage;
}
