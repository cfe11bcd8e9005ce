/** How many turns were answered in time, of those that asked for an answer and were given the time for it. */

import type { TurnRecord } from '../../core/log/record.ts';
import { endedByHarness } from '../cut_off.ts';
import type { Family } from './family.ts';

export const responseRate = {
  response_rate: {
    ofTurn: ({ turn }) => (waitedForAnswer(turn) ? wasAnswered(turn) : null),
    isBad: (rate) => rate < 0.99,
  },
} as const satisfies Family;

/** It asked for an answer, and had the time to get one. */
export function wentUnanswered(turn: TurnRecord): boolean {
  return waitedForAnswer(turn) && (turn.outcome === 'unanswered' || turn.outcome === 'failed');
}

/** It asked for an answer, and nothing of the harness's kept it from one. */
export function waitedForAnswer(turn: TurnRecord): boolean {
  return turn.expectsAnswer && !endedByHarness(turn);
}

function wasAnswered({ outcome }: TurnRecord): boolean {
  return outcome === 'answered' || outcome === 'interrupted';
}
