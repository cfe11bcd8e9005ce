/**
 * The bed that a call's microphone plays wherever the caller says nothing: its caller's loop of ready-made frames, from an
 * offset of the call's own, so that a thousand callers on the same street do not hear the same car at once.
 */

import type { Bed, Plan } from '../plan/plan.ts';
import { Random } from '../word/random.ts';
import type { CallSpec } from './call_spec.ts';

export interface MicrophoneBed extends Bed {
  /** The frame of the loop that is under the microphone's first frame, from 0 up to `frames`. */
  readonly offset: number;
}

/** Null: silence. A pure function of (plan, call). */
export function bedOf(plan: Plan, { caller, index }: CallSpec): MicrophoneBed | null {
  if (caller.bed === undefined) return null;
  return { offset: new Random(plan.seed, 'bed', index).below(caller.bed.frames), ...caller.bed };
}
