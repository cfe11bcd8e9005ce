/** A cap that is split blocks more than the whole: against Erlang's formula where that holds, and against each other where it does not. */

import { describe, expect, it } from 'vitest';
import { arrivalInstants } from '../../src/core/load/arrivals.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { Random } from '../../src/core/word/random.ts';
import { estimateOfCall } from '../../src/forecast/estimate.ts';
import { lossShare } from '../../src/forecast/queue/loss.ts';
import { isNoticeable, splitCap } from '../../src/forecast/split_cap.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';

const small = smallPlan([SAY_HELLO, LISTEN]);
const meanMs = estimateOfCall(small, callOf(small, 0)).durationMs;
const HOURS = 3;

/** Calls that come by chance, so many that `load` of them would go on at once if none were blocked. */
function planOf(load: number, maxConcurrency: number, calls = 20_000): Plan {
  const perSecond = (load / meanMs) * 1000;
  const phase = {
    fromPerSecond: perSecond,
    toPerSecond: perSecond,
    durationMs: HOURS * 3_600_000,
    spacing: 'poisson',
  } as const;
  const startsMs = arrivalInstants([phase], () => new Random(7)).slice(0, calls);
  return {
    ...small,
    limits: { ...small.limits, callMs: 3_600_000 },
    load: { mode: 'open', startsMs, maxConcurrency },
  };
}

const split = (load: number, cap: number, of: number) => {
  const found = splitCap(planOf(load, cap), of);
  if (found === null) throw new Error('nothing was found');
  return found;
};

describe('a cap of 24 for about 18 calls at once', () => {
  it('blocks as a whole what the formula says, and split more: the more, the more parts', () => {
    const [four, ten] = [split(18.1, 24, 4), split(18.1, 24, 10)];
    expect(four.wholeBlocked).toBeCloseTo(lossShare(18.1, 24), 2);
    expect(ten.wholeBlocked).toBe(four.wholeBlocked);
    expect(four.wholeBlocked).toBeGreaterThan(0.03);
    // Every n-th call comes more evenly than by chance: less than the formula has for a part by itself.
    expect(four.splitBlocked).toBeGreaterThan(0.07);
    expect(four.splitBlocked).toBeLessThan(lossShare(18.1 / 4, 6));
    expect(ten.splitBlocked).toBeGreaterThan(0.14);
    expect(ten.splitBlocked).toBeLessThan(0.2);
    expect([four, ten].map(isNoticeable)).toEqual([true, true]);
  });

  it('has a cap that makes up for it, and no smaller one does', () => {
    const { wholeBlocked, betterCap } = split(18.1, 24, 4);
    const cap = betterCap ?? 0;
    expect(cap % 4).toBe(0);
    expect(split(18.1, cap, 4).splitBlocked).toBeLessThan(wholeBlocked + 0.003);
    expect(split(18.1, cap - 4, 4).splitBlocked).toBeGreaterThan(wholeBlocked);
  });
});

describe('a split', () => {
  it('of a cap that nobody reaches costs nothing', () => {
    const found = split(18, 200, 4);
    expect(found).toMatchObject({ wholeBlocked: 0, splitBlocked: 0, betterCap: null });
    expect(isNoticeable(found)).toBe(false);
  });

  it('into one is none', () => {
    const found = split(18, 20, 1);
    expect(found.splitBlocked).toBe(found.wholeBlocked);
    expect(isNoticeable(found)).toBe(false);
  });

  it('of few calls is found by many draws, the same each time', () => {
    const plan = planOf(18.1, 24, 200);
    expect(splitCap(plan, 10)).toEqual(splitCap(plan, 10));
    expect(splitCap(plan, 10)?.splitBlocked).toBeGreaterThan(0.05);
  });

  it('is not looked at where no call is blocked, or nobody knows the calls', () => {
    const closed: Plan = { ...small, load: { mode: 'closed', concurrency: 8, rampMs: 0, holdMs: 1000 } };
    expect(splitCap(closed, 4)).toBeNull();
    const steered: Plan = {
      ...small,
      load: {
        mode: 'open',
        startsMs: [],
        maxConcurrency: 9,
        steered: { perSecond: 1, seed: 1, lastsMs: 1000 },
      },
    };
    expect(splitCap(steered, 2)).toBeNull();
  });
});
