/** Makes what all calls of a plan share, so that the first of them does not wait for it. */

import type { Plan } from '../core/plan/plan.ts';
import { understandingOf } from '../judge/expect/understood.ts';

export function readyFor(plan: Plan): void {
  understandingOf(plan);
}
