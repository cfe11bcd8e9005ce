/** Whom a fault strikes: its share, whatever the seed, spread over the run. */

import { describe, expect, it } from 'vitest';
import { isStricken } from '../../src/chaos/stricken.ts';
import { drawCaller } from '../../src/core/call/draw_caller.ts';
import type { Plan, PlanFault } from '../../src/core/plan/plan.ts';
import { smallPlan } from '../core/plan/small_plan.ts';

function planOf(calls: number, seed: number): Plan {
  const load = {
    mode: 'open',
    startsMs: Array.from({ length: calls }, (_, i) => i),
    maxConcurrency: 10,
  } as const;
  const plan = smallPlan([], { load, seed });
  const [caller] = plan.callers;
  if (caller === undefined) throw new Error('no caller');
  return {
    ...plan,
    callers: [
      { ...caller, name: 'a', weight: 3 },
      { ...caller, name: 'b', weight: 1 },
    ],
  };
}

const wish = (share: number, more: Partial<PlanFault> = {}): PlanFault => ({
  fault: 'disconnect',
  share,
  args: {},
  ...more,
});

const struckOf = (plan: Plan, fault: PlanFault, calls: number, number = 0): readonly number[] =>
  Array.from({ length: calls }, (_, call) => call).filter((call) => isStricken(plan, fault, number, call));

const shares = [0, 0.001, 0.01, 0.1, 0.25, 0.3, 1 / 3, 0.5, 0.62, 0.75, 0.9, 0.99, 1];

describe.each(shares)('a share of %d', (share) => {
  it('is that share of any beginning of the run, give or take one, whatever the seed', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const plan = planOf(500, seed);
      const struck = new Set(struckOf(plan, wish(share), 500));
      let count = 0;
      for (let call = 0; call < 500; call++) {
        if (struck.has(call)) count++;
        expect(Math.abs(count - share * (call + 1))).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });
});

it('strikes half of 500 calls exactly', () => {
  for (const seed of [1, 7, 42]) expect(struckOf(planOf(500, seed), wish(0.5), 500)).toHaveLength(250);
});

it('strikes others with another seed, of the plan or of its own, and another number', () => {
  const plan = planOf(200, 1);
  const first = struckOf(plan, wish(0.5), 200);
  expect(struckOf(planOf(200, 2), wish(0.5), 200)).not.toEqual(first);
  expect(struckOf(plan, wish(0.5), 200, 1)).not.toEqual(first);
  const own = struckOf(plan, wish(0.5, { seed: 9 }), 200);
  expect(own).not.toEqual(first);
  expect(struckOf(planOf(200, 2), wish(0.5, { seed: 9 }), 200, 1)).toEqual(own);
});

it('is no fixed beat: neighbours are struck and spared in every order', () => {
  const struck = new Set(struckOf(planOf(400, 3), wish(0.5), 400));
  const pairs = new Set(
    Array.from({ length: 399 }, (_, call) => `${struck.has(call)} ${struck.has(call + 1)}`),
  );
  expect(pairs.size).toBe(4);
});

it('takes its share of its own callers, and of each n-th call', () => {
  const plan = planOf(500, 1);
  const mine = struckOf(plan, wish(0.5, { callers: ['b'] }), 500);
  expect(mine.every((call) => plan.callers[drawCaller(plan, call)]?.name === 'b')).toBe(true);
  expect(Math.abs(mine.length - 0.5 * 125)).toBeLessThanOrEqual(1);
  const each = struckOf(plan, wish(0.5, { every: 5 }), 500);
  expect(each.every((call) => (call + 1) % 5 === 0)).toBe(true);
  expect(each).toHaveLength(50);
});

it('is a matter of plan and call alone, in whatever order it is asked', () => {
  const fault = wish(0.3, { callers: ['a'] });
  const forwards = Array.from({ length: 300 }, (_, call) => isStricken(planOf(300, 5), fault, 0, call));
  const plan = planOf(300, 5);
  const backwards = Array.from({ length: 300 }, (_, i) => isStricken(plan, fault, 0, 299 - i));
  expect(backwards.reverse()).toEqual(forwards);
});
