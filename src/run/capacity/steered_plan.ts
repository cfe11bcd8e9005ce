/** A plan made fit for a search: the same callers, with a load that is steered, and without thresholds, which are not of a whole search. */

import type { Plan } from '../../core/plan/plan.ts';
import { canonicalJson, sha256 } from '../../scenario/canonical.ts';
import type { CapacitySettings, CapacityUnit } from '../../forecast/capacity/capacity_result.ts';

/** From the first call to the last of the first level. */
const FIRST_RAMP_MS = 2000;
/** Of calls at once, where arrivals are what is steered. */
export const MOST_AT_ONCE_OF_ARRIVALS = 20_000;

export function steeredPlan(
  plan: Plan,
  { from, max, totalMs, budgetUsd }: CapacitySettings,
  unit: CapacityUnit,
  mostAtOnce: number,
): Plan {
  // Levels that are under way as the time ends run out in their own time.
  const lastsMs = totalMs * 2;
  const { budget: _, ...judgement } = plan.judgement;
  const load: Plan['load'] =
    unit === 'calls_at_once'
      ? {
          mode: 'closed',
          concurrency: max,
          rampMs: FIRST_RAMP_MS,
          holdMs: lastsMs,
          steered: { atOnce: Math.min(from, max) },
        }
      : {
          mode: 'open',
          startsMs: [],
          maxConcurrency: mostAtOnce,
          steered: { perSecond: from, seed: plan.seed, lastsMs },
        };
  // Other calls than the scenario's own load makes: logs of the two do not belong together.
  const id = sha256(canonicalJson({ plan: plan.id, load }));
  return {
    ...plan,
    id,
    load,
    judgement: {
      ...judgement,
      thresholds: [],
      ...(budgetUsd === null ? {} : { budget: { maxUsd: budgetUsd } }),
    },
  };
}
