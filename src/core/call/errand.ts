/** An errand of the tool desk: the calls of one response, and what is known of how far they are. Pure. */

import type { Answer } from './answers.ts';
import type { OpenToolRecord } from './open_tool.ts';
import type { Turn } from './turn.ts';

export interface PendingCall {
  readonly record: OpenToolRecord;
  readonly dueMs: number;
  /** Null: nothing will ever be sent. */
  readonly output: string | null;
  readonly givesCancelled: boolean;
}

export interface Errand {
  /** The response that made the calls; null where nobody knows. */
  readonly answer: Answer | null;
  readonly turn: Turn;
  readonly calls: PendingCall[];
  state: 'working' | 'waiting' | 'over';
  /** Waiting: for an answer that was asked for, and not because a call hangs. */
  asked: boolean;
  /** Waiting: since when, and for an answer that began later than this one. */
  sinceMs: number;
  sinceSerial: number;
  /** Since when nobody waits for its results: the caller has said something else, or the agent has gone on. Infinity: it is waited for. */
  passedMs: number;
}

export function unsent({ record, output }: PendingCall): boolean {
  return output !== null && record.answeredMs === null;
}

/** It says something else than the answer that made the calls. */
export function goesOn({ answer: made }: Errand, answer: Answer): boolean {
  return made !== null && answer.serial > made.serial;
}

export function awaits(errand: Errand, answer: Answer): boolean {
  return errand.state === 'waiting' && answer.serial > errand.sinceSerial;
}
