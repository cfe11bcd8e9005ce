/**
 * What a caller takes an answer for while the call goes on: by the same rules as what is expected of it is judged by afterwards,
 * from the words that were heard and the tools that were called so far. Pure: the same turns, the same answer.
 */

import type { Heard, Understanding } from '../../core/call/understanding.ts';
import type { Condition } from '../../core/plan/expectation.ts';
import { CallFallbacks } from '../fallback/call_fallbacks.ts';
import { toldTurn } from '../told_turn.ts';
import { examine } from './examine.ts';
import type { JudgedCall } from './scope.ts';

/** Of a call that goes on nobody knows yet how it ends. */
const goesOn: JudgedCall = { readyMs: null, scheduledMs: 0, endedMs: null, failure: null };

export const understood: Understanding = {
  holds(condition: Condition, { turns, persona }: Heard): boolean | null {
    let all = turns;
    if (goesByFallbacks(condition)) {
      const fallbacks = new CallFallbacks();
      all = turns.map((turn) => toldTurn(turn, fallbacks));
    }
    const scope = { call: goesOn, all, persona, sinceMs: -Infinity, untilMs: Infinity };
    return examine(condition, { ...scope, turns: all.slice(-1) }).holds;
  },
};

/** To find these takes a look at all that the agent has said lately. */
function goesByFallbacks(condition: Condition): boolean {
  switch (condition.is) {
    case 'fallback':
    case 'escalates':
    case 'silence_acknowledged':
      return true;
    case 'all':
    case 'any':
      return condition.of.some(goesByFallbacks);
    case 'not':
      return goesByFallbacks(condition.what);
    default:
      return false;
  }
}
