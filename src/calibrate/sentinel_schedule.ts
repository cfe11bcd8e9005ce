/**
 * How many sentinels a run has, and when each begins. They are extra calls beside the plan's: few enough to cost next to
 * nothing, and spread over the run as its own calls are, so that what they meet is what those meet. Pure.
 */

import { Random } from '../core/word/random.ts';

/** What calibration may cost where nobody asked for it, as a share of the calls: none under 50, and the report says so. */
const SHARE = 0.02;
const MOST = 20;
/** Where it was asked for. */
const FEWEST_ASKED = 2;

/** `asked`: true and false are the user's own words, null leaves it to the size of the run. */
export function sentinelCount(calls: number, asked: boolean | null): number {
  if (asked === false || calls < 1) return 0;
  const affordable = Math.min(MOST, Math.floor(calls * SHARE));
  return asked === true ? Math.max(FEWEST_ASKED, affordable) : affordable;
}

/**
 * Which of the run's calls, counted from 0 in the order in which they start, each sentinel begins with; ascending. One falls
 * into each of as many equal stretches of the run as there are sentinels.
 */
export function companions(sentinels: number, calls: number, seed: number): readonly number[] {
  return Array.from({ length: sentinels }, (_, sentinel) => {
    const within = new Random(seed, 'sentinel', sentinel).next();
    return Math.min(calls - 1, Math.floor(((sentinel + within) / sentinels) * calls));
  });
}
