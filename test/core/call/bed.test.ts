import { describe, expect, it } from 'vitest';
import { bedOf } from '../../../src/core/call/bed.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

function noisy(calls: number, frames: number): Plan {
  const startsMs = Array.from({ length: calls }, () => 0);
  const plan = smallPlan([SAY_HELLO], { load: { mode: 'open', startsMs, maxConcurrency: calls } });
  return { ...plan, callers: plan.callers.map((caller) => ({ ...caller, bed: { firstFrame: 23, frames } })) };
}

describe('bedOf', () => {
  it('is none where the caller has none', () => {
    const plan = smallPlan([SAY_HELLO]);
    expect(bedOf(plan, callOf(plan, 0))).toBeNull();
  });

  it('is the caller’s loop, from an offset that is the call’s own and always the same', () => {
    const plan = noisy(200, 20);
    const beds = Array.from({ length: 200 }, (_, i) => bedOf(plan, callOf(plan, i)));
    expect(beds.every((bed) => bed?.firstFrame === 23 && bed.frames === 20)).toBe(true);
    expect(bedOf(plan, callOf(plan, 117))).toEqual(beds[117]);
    const counts = Array.from({ length: 20 }, (_, offset) => beds.filter((bed) => bed?.offset === offset));
    // Spread over all of the loop: 10 calls expected at each place.
    expect(counts.every(({ length }) => length >= 1 && length <= 25)).toBe(true);
  });

  it('draws from a stream of its own: the call is otherwise the same', () => {
    const [quiet, street] = [smallPlan([SAY_HELLO]), noisy(1, 9)];
    const { caller: _, ...rest } = callOf(street, 0);
    expect(callOf(quiet, 0)).toMatchObject(rest);
  });
});
