/** What was expected of calls and came, and how many reached what their callers came for. Logs that nobody judged say nothing. */

import type { AccountedCall } from '../account.ts';
import { recordOf, type Family } from './family.ts';

export const expected = {
  expectation_rate: { ofCall: (call) => resultsOf(call, false), isBad: (rate) => rate < 1 },
  goal_rate: { ofCall: (call) => resultsOf(call, true), isBad: (rate) => rate < 1 },
} as const satisfies Family;

function resultsOf(call: AccountedCall, goals: boolean): readonly boolean[] | null {
  const results =
    recordOf(call)?.expectations?.filter(({ goal = false, untold = false }) => goal === goals && !untold) ??
    [];
  return results.length === 0 ? null : results.map(({ met }) => met);
}
