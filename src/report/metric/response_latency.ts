/**
 * The headline: from the end of the caller's speech to the answer. Only of turns whose answer was due, so that none is
 * seen for its speed, and in which no tool was called, since that is another wait.
 */

import type { TurnRecord } from '../../core/log/record.ts';
import { measuredTurn, type Family, type MeasuredTurn } from './family.ts';

export const responseLatency = {
  response_latency: {
    row: 'whole',
    always: true,
    ofTurn: (measured) => (asksForWords(measured) ? measured.times.responseLatency : null),
    owed: {
      text: 'turns got no answer',
      ofTurn: (measured) => !measured.usedTool && wentWithoutAnswer(measured),
    },
  },
} as const satisfies Family;

/** The response latency that counts for a turn. */
export function countedLatency(turn: TurnRecord): number | null {
  return countedOf(measuredTurn(turn));
}

export function countedOf(measured: MeasuredTurn): number | null {
  return responseLatency.response_latency.ofTurn(measured);
}

/** The caller spoke and waits for the agent's own answer: what response latency and its parts are of. */
export function asksForWords({ turn, speaks, usedTool }: MeasuredTurn): boolean {
  return turn.expectsAnswer && speaks && !usedTool;
}

/** With a tool or without: the caller's words were due an answer, and nothing was heard of one. */
export function wentWithoutAnswer({ turn, times, speaks }: MeasuredTurn): boolean {
  // Talked over with something else, an answer to earlier words, these are still without theirs.
  const answeredEarly = times.agentInterrupted && turn.marks.firstHeard !== null;
  return turn.expectsAnswer && speaks && !answeredEarly && times.responseLatency === null;
}
