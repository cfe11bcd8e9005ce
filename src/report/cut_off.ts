/** What the harness itself put an end to. Nobody knows what would have come, so nothing of it is late or missing. Pure. */

import type { FailureCode } from '../core/log/failure.ts';

const noErrorOfTarget: ReadonlySet<FailureCode> = new Set([
  'interrupted',
  'budget',
  'threshold',
  'disconnected',
  'generator_exhausted',
  'worker_lost',
  'engine_error',
]);

export function cutOffByHarness({ failure }: { readonly failure: FailureCode | null }): boolean {
  return failure !== null && noErrorOfTarget.has(failure);
}

/**
 * The same, and calls that had cost what a single one may: such a call failed, but of the answer that it waited for nobody knows
 * whether it would have come, and it was lost to no trouble of the target's.
 */
export function endedByHarness(ended: { readonly failure: FailureCode | null }): boolean {
  return ended.failure === 'call_budget' || cutOffByHarness(ended);
}
