/** What one share of a plan is expected to come to, from what the whole is: its part of the calls and of their cost. Pure. */

import type { EstimateRecord } from '../core/log/estimate_record.ts';
import { partOf, plannedCalls, type Selection } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';

/** How far one share scatters is not how far the whole does: between what its cost lies, nobody can say. */
export function shareEstimate(
  whole: EstimateRecord,
  { load }: Pick<Plan, 'load'>,
  selection: Selection | undefined,
): EstimateRecord {
  if (selection === undefined || selection.of === 1) return whole;
  const planned = plannedCalls(load);
  const calls = planned === null ? whole.calls / selection.of : partOf(planned, selection);
  const part = planned === null || planned === 0 ? 1 / selection.of : calls / planned;
  return {
    ...whole,
    calls,
    costUsd: whole.costUsd === null ? null : whole.costUsd * part,
    costBetweenUsd: null,
  };
}
