/**
 * What calls of each kind of caller are expected to cost, answer by answer, in closed form: by the scripts and an agent that answers
 * as is assumed. Good enough to keep something back by until calls have told better. Pure.
 */

import { callOf } from '../../core/call/call_spec.ts';
import { EVERY_CALL, plannedCalls } from '../../core/load/selection.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { estimateCall } from '../../pricing/cost.ts';
import type { Prices } from '../../pricing/prices.ts';
import { assumptions, estimateOfCall, pricesOf, promptTokensOf, shapeOf } from '../estimate.ts';
import type { CostPath } from './cost_curve.ts';
import type { ExpectedCost } from './spending.ts';

/** Calls of each caller that are looked at, among the plan's first so many. */
const OF_EACH = 6;
const AMONG = 400;

export function expectedCosts(plan: Plan): ReadonlyMap<string, ExpectedCost> {
  const expected = new Map<string, { weight: number; paths: CostPath[] }>(
    plan.callers.map(({ name, weight }) => [name, { weight, paths: [] }]),
  );
  const prices = pricesOf(plan);
  if (prices === null) return expected;
  let missing = expected.size * OF_EACH;
  const calls = Math.min(AMONG, plannedCalls(plan.load, EVERY_CALL) ?? AMONG);
  for (let index = 0; index < calls && missing > 0; index++) {
    const spec = callOf(plan, index);
    const own = expected.get(spec.caller.name);
    if (own === undefined || own.paths.length >= OF_EACH) continue;
    missing--;
    own.paths.push(pathOf(estimateOfCall(plan, spec), promptTokensOf(plan), prices));
  }
  return expected;
}

function pathOf(call: ReturnType<typeof estimateOfCall>, promptTokens: number, prices: Prices): CostPath {
  const shape = shapeOf(call, promptTokens, assumptions);
  const seconds = call.durationMs / 1000;
  const after = (turns: number): number =>
    estimateCall({ ...shape, turns, sessionSeconds: (seconds * turns) / Math.max(1, call.answers) }, prices)
      .totalUsd;
  const answersUsd = Array.from({ length: call.answers }, (_, index) => after(index + 1));
  return { answersUsd, totalUsd: estimateCall(shape, prices).totalUsd };
}
