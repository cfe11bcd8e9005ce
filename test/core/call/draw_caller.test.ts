import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportioned, drawCaller } from '../../../src/core/call/draw_caller.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { Random } from '../../../src/core/word/random.ts';
import { smallPlan } from '../plan/small_plan.ts';

const parts = (weights: readonly number[], size: number, seed = 1): readonly number[] =>
  apportioned(weights, size, new Random(seed, 'parts'));

it('draws the same callers for a seed in every release', () => {
  const drawn = (seed: number): string => {
    const startsMs = Array.from({ length: 16 }, (_, i) => i);
    const plan = smallPlan([], { seed, load: { mode: 'open', startsMs, maxConcurrency: 1 } });
    const callers = [1, 1, 2].flatMap((weight) => plan.callers.map((caller) => ({ ...caller, weight })));
    return startsMs.map((call) => drawCaller({ ...plan, callers }, call)).join('');
  };
  expect([drawn(7), drawn(8)]).toEqual(['1220012221202012', '0212202112022012']);
});

describe('a number of calls in proportion to weights', () => {
  it('is exact where it can be, whatever the last bit of a weight', () => {
    expect(parts([3, 1], 8)).toEqual([6, 2]);
    expect(parts([0.1, 0.2, 0.7], 10)).toEqual([1, 2, 7]);
    expect(parts([0.7, 0.1, 0.1, 0.1], 1000)).toEqual([700, 100, 100, 100]);
    expect(parts([5, 0], 3)).toEqual([3, 0]);
  });

  it('gives what is left to the largest remainders', () => {
    expect(parts([5, 3, 2], 3)).toEqual([1, 1, 1]);
    expect(parts([60, 25, 15], 7)).toEqual([4, 2, 1]);
    expect(parts([15, 25, 60], 7)).toEqual([1, 2, 4]);
  });

  it('leaves it to the seed between remainders that are equal, also but for the last bit', () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    for (const weights of [
      [1, 1],
      [0.3, 0.1 + 0.2],
      [0.1 + 0.2, 0.3],
    ]) {
      const firsts = seeds.filter((seed) => parts(weights, 1, seed)[0] === 1).length;
      expect(firsts).toBeGreaterThan(15);
      expect(firsts).toBeLessThan(45);
    }
  });

  it('adds up, and is nowhere off by a whole one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 500 }),
        fc.nat(),
        (weights, size, seed) => {
          const counts = parts(weights, size, seed);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size);
          counts.forEach((count, kind) => {
            expect(Math.abs(count - ((weights[kind] as number) / total) * size)).toBeLessThan(1);
          });
        },
      ),
    );
  });

  it('is none of weights that add up to nothing', () => {
    expect(() => parts([0, 0], 3)).toThrow(/weights/);
    expect(() => parts([0], 1)).toThrow(RangeError);
  });
});

describe('the kind of a call', () => {
  const [caller] = smallPlan([]).callers;
  const planOf = (load: Plan['load'], seed = 7): Plan => ({
    ...smallPlan([], { load, seed }),
    callers: [3, 1].map((weight) => ({ ...caller!, weight })),
  });
  const endless: Plan['load'] = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 1 };

  it('is spread evenly over the run: each quarter has about its share', () => {
    for (const load of [endless, { ...endless, calls: 400 }]) {
      const plan = planOf(load);
      for (const from of [0, 100, 200, 300]) {
        const seldom = Array.from({ length: 100 }, (_, i) => drawCaller(plan, from + i)).filter(
          Boolean,
        ).length;
        expect(Math.abs(seldom - 25)).toBeLessThan(4);
      }
    }
  });

  it('differs from one thousand to the next, and is the same whenever it is asked for', () => {
    const plan = planOf(endless);
    const thousand = (from: number) => Array.from({ length: 1000 }, (_, i) => drawCaller(plan, from + i));
    const [first, second] = [thousand(0), thousand(1000)];
    expect(first).not.toEqual(second);
    expect(thousand(0)).toEqual(first);
    for (const kinds of [first, second]) expect(kinds.filter(Boolean)).toHaveLength(250);
  });

  it('does not depend on what another plan was asked', () => {
    const [one, other] = [planOf(endless, 1), planOf(endless, 2)];
    const alone = Array.from({ length: 50 }, (_, i) => drawCaller(one, i));
    const between = Array.from({ length: 50 }, (_, i) => [drawCaller(other, i), drawCaller(one, i)][1]);
    expect(between).toEqual(alone);
  });
});
