/** Answers that began, or broke off, although the caller was silent: the agent took something else for it. */

import type { TurnRecord } from '../../core/log/record.ts';
import type { Family, RateCount } from './family.ts';

export const phantom = {
  phantom_start_rate: {
    ofTurn: ({ turn }) => ofAnswers(turn, turn.phantoms?.starts),
    isBad: (rate) => rate > 0.01,
  },
  phantom_stop_rate: {
    ofTurn: ({ turn }) => (turn.stopsUntold === true ? null : ofAnswers(turn, turn.phantoms?.stops)),
    isBad: (rate) => rate > 0.01,
  },
} as const satisfies Family;

/** A protocol that does not tell of each answer’s beginning has had at least these. */
function ofAnswers({ answers }: TurnRecord, found = 0): RateCount {
  return { count: found, of: Math.max(answers, found) };
}
