/**
 * What a run is expected to come to, said before it begins and kept in its log. A run that takes its time is rehearsed first, so many
 * of its calls that its start is not put off by much more than a second; a short one, of which nobody would wait for that, a share
 * of a plan, and one in a dialect that the simulated agent does not speak, are not.
 */

import type { Agent } from '../agent/simulator.ts';
import type { EstimateRecord } from '../core/log/estimate_record.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { estimatePlan } from '../forecast/estimate.ts';
import { rehearsedEstimate, type RehearsedCall } from '../forecast/rehearsed.ts';
import { expectedCosts } from '../forecast/spending/expected_cost.ts';
import type { ExpectedCost } from '../forecast/spending/spending.ts';
import { rehearseSample } from './rehearse_sample.ts';

/** Calls that are rehearsed before a run. */
export const BEFORE_A_RUN = 12;
/** Where a person asked for the estimate itself. */
export const FOR_ITS_OWN_SAKE = 60;
/** A run that is expected to take so long is rehearsed. */
const WORTH_REHEARSING_MS = 60_000;

export interface RunEstimate {
  readonly record: EstimateRecord;
  readonly expected: ReadonlyMap<string, ExpectedCost>;
}

/** `agent`: the one to rehearse with, loaded only where it comes to that. */
export async function estimateRun(
  plan: Plan,
  audio: PlanAudio,
  agent: () => Promise<Agent>,
): Promise<RunEstimate> {
  const scripts = estimatePlan(plan);
  if (scripts.durationMs < WORTH_REHEARSING_MS || plan.dialect === OWN_DIALECT) {
    const { calls, durationMs, costUsd } = scripts;
    return {
      record: { by: 'scripts', sampledCalls: 0, calls, durationMs, costUsd, costBetweenUsd: null },
      expected: expectedCosts(plan),
    };
  }
  const sample = rehearseSample(plan, audio, await agent(), BEFORE_A_RUN);
  return { record: recordOf(plan, sample), expected: expectedFrom(plan, sample) };
}

export function recordOf(plan: Plan, sample: readonly RehearsedCall[]): EstimateRecord {
  const { sampledCalls, calls, durationMs, costUsd, costBetweenUsd } = rehearsedEstimate(plan, sample);
  return { by: 'rehearsal', sampledCalls, calls, durationMs, costUsd, costBetweenUsd };
}

/** Of a caller none of whose calls was made, what its script is long. */
export function expectedFrom(
  plan: Plan,
  sample: readonly RehearsedCall[],
): ReadonlyMap<string, ExpectedCost> {
  const scripts = expectedCosts(plan);
  return new Map(
    [...scripts].map(([name, { weight, paths }]) => {
      const own = sample.flatMap(({ caller, answersUsd, usd }) =>
        caller === name && usd !== null ? [{ answersUsd, totalUsd: usd }] : [],
      );
      return [name, { weight, paths: own.length === 0 ? paths : own }];
    }),
  );
}
