/**
 * What a caller takes an answer for while the call goes on: by the same rules as what is expected of it is judged by afterwards,
 * from the words that were heard and the tools that were called so far. Pure: the same turns, the same answer.
 */

import type { Understanding } from '../../core/call/understanding.ts';
import type { Condition } from '../../core/plan/expectation.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { CallFallbacks, warm } from '../fallback/call_fallbacks.ts';
import { phraseBooks } from '../fallback/phrase_books.ts';
import { toldTurn } from '../told_turn.ts';
import { examine } from './examine.ts';
import type { JudgedCall } from './scope.ts';

/** Of a call that goes on nobody knows yet how it ends. */
const goesOn: JudgedCall = { readyMs: null, scheduledMs: 0, endedMs: null, failure: null };

const known = new WeakMap<Plan, Understanding>();

/** The same for all calls of a plan. Where one of its callers goes by fallbacks, patterns are compiled here, and not in a call. */
export function understandingOf(plan: Plan): Understanding {
  let made = known.get(plan);
  if (made === undefined) known.set(plan, (made = makeUnderstanding(plan)));
  return made;
}

function makeUnderstanding({ callers, judgement: { fallbacks: settings = {} } }: Plan): Understanding {
  const asked = callers.some(({ steps }) =>
    steps.some(
      (step) =>
        step.op === 'hear' && step.branches.some(({ when }) => when !== null && goesByFallbacks(when)),
    ),
  );
  const books = asked ? phraseBooks(settings.phrases) : undefined;
  if (books !== undefined) warm(settings, books);
  return {
    holds(condition, { turns, persona }) {
      let all = turns;
      if (goesByFallbacks(condition)) {
        const fallbacks = new CallFallbacks(settings, books);
        all = turns.map((turn) => toldTurn(turn, fallbacks));
      }
      const scope = { call: goesOn, all, persona, sinceMs: -Infinity, untilMs: Infinity };
      return examine(condition, { ...scope, turns: all.slice(-1) }).holds;
    },
  };
}

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
