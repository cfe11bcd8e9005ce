/**
 * Which calls a page holds with all of their turns: all of them up to a bound, and beyond it a sample, seeded by the plan and the call,
 * in which those that something went wrong in come first. Pure.
 */

import { Random } from '../../core/word/random.ts';
import type { Summary } from '../summary.ts';

/** More turns than these are not held one by one. */
export const MOST_TURNS = 10_000;

export interface PageSample {
  readonly holds: (run: number, call: number, wentWrong: boolean) => boolean;
}

export function pageSample({ turns, calls, repeat }: Summary): PageSample {
  // A call without a turn takes its room as well.
  const size = Math.max(turns.total, calls.planned);
  if (size <= MOST_TURNS) return { holds: () => true };
  const room = Math.floor((MOST_TURNS * Math.max(1, calls.planned)) / size);
  // No fewer than there are: a turn that went wrong may be in a call that did not.
  const wrong = Math.min(calls.planned, calls.failed + turns.unanswered + turns.failed);
  const wrongShare = Math.min(1, (room * 0.8) / Math.max(1, wrong));
  const left = room - wrong * wrongShare;
  const share = Math.min(1, left / Math.max(1, calls.planned - wrong));
  return {
    holds: (run, call, wentWrong) =>
      new Random('page', repeat.seed, run, call).chance(wentWrong ? wrongShare : share),
  };
}
