/** What the harness itself put an end to. Nobody knows what would have come, so nothing of it is late or missing. Pure. */

import type { FailureCode } from '../core/log/failure.ts';

const endedByHarness: ReadonlySet<FailureCode> = new Set([
  'interrupted',
  'budget',
  'threshold',
  'disconnected',
  'generator_exhausted',
  'worker_lost',
  'engine_error',
]);

export function cutOffByHarness({ failure }: { readonly failure: FailureCode | null }): boolean {
  return failure !== null && endedByHarness.has(failure);
}
