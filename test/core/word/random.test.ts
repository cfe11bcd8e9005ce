import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';

const take = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.next());

describe('Random', () => {
  it('gives the same numbers for the same key, on every machine', () => {
    // Pinned: a change here changes every plan ever compiled.
    expect(take(new Random(7, 'pause', 3), 3).map((value) => value.toFixed(9))).toMatchInlineSnapshot(`
      [
        "0.398084441",
        "0.862940500",
        "0.869490790",
      ]
    `);
  });

  it('gives unrelated numbers for keys that differ in any part', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (seed, a, b) => {
        fc.pre(a !== b);
        expect(take(new Random(seed, a), 4)).not.toEqual(take(new Random(seed, b), 4));
      }),
    );
    expect(take(new Random('ab', 'c'), 2)).not.toEqual(take(new Random('a', 'bc'), 2));
  });

  it('is uniform: mean, and every tenth about equally full', () => {
    const values = take(new Random(1, 'uniform'), 20_000);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const value of values) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1;
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws the distributions it says', () => {
    const random = new Random(2, 'distributions');
    const draws = (of: () => number): number[] => Array.from({ length: 20_000 }, of);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[10_000] as number;
    expect(mean(draws(() => random.exponential(250)))).toBeCloseTo(250, -1);
    expect(median(draws(() => random.lognormal(300, 0.4)))).toBeCloseTo(300, -1);
    const normals = draws(() => random.normal());
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it('spreads a log-normal by its sigma, on either side of the median', () => {
    const random = new Random(4, 'lognormal');
    const logs = Array.from({ length: 20_000 }, () => Math.log(random.lognormal(300, 0.4) / 300));
    const within = logs.filter((log) => Math.abs(log) < 0.4).length / logs.length;
    // One standard deviation holds 68.3 %; three of 20,000 draws are 1 %.
    expect(Math.abs(within - 0.683)).toBeLessThan(0.01);
    const above = logs.filter((log) => log > 0.4).length / logs.length;
    expect(Math.abs(above - 0.159)).toBeLessThan(0.01);
    expect(random.lognormal(300, 0)).toBe(300);
  });

  it('draws within its bounds: what lies between, a whole number below, one of the items', () => {
    const random = new Random(5, 'bounds');
    const between = Array.from({ length: 5000 }, () => random.between(-3, 7));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(-3);
    expect(Math.min(...between)).toBeLessThan(-2.9);
    expect(Math.max(...between)).toBeLessThan(7);
    expect(Math.max(...between)).toBeGreaterThan(6.9);
    const below = new Set(Array.from({ length: 500 }, () => random.below(4)));
    expect(below).toEqual(new Set([0, 1, 2, 3]));
    const picked = new Set(Array.from({ length: 500 }, () => random.pick(['a', 'b'])));
    expect(picked).toEqual(new Set(['a', 'b']));
    expect(Array.from({ length: 2000 }, () => random.exponential(5)).every((value) => value >= 0)).toBe(true);
  });

  it('is true as often as the probability says: never at 0, always at 1', () => {
    const random = new Random(6, 'chance');
    const often = (probability: number): number =>
      Array.from({ length: 20_000 }, () => random.chance(probability)).filter(Boolean).length / 20_000;
    expect([often(0), often(1)]).toEqual([0, 1]);
    // Four standard deviations of 20,000 draws.
    expect(Math.abs(often(0.2) - 0.2)).toBeLessThan(0.012);
    // The draw that equals the probability is no hit: else 0 would come true once in 2³².
    const draw = new Random(7, 'edge').next();
    expect(new Random(7, 'edge').chance(draw)).toBe(false);
  });

  it('weighs, and refuses to draw from nothing', () => {
    const random = new Random(3, 'weights');
    const counts = [0, 0, 0];
    for (let i = 0; i < 8000; i++) counts[random.weighted([1, 0, 3])]!++;
    expect(counts[1]).toBe(0);
    expect((counts[2] as number) / (counts[0] as number)).toBeCloseTo(3, 0);
    expect(() => random.weighted([0, 0])).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(/empty/);
    expect(() => random.weighted([])).toThrow(/nothing/);
    expect(Array.from({ length: 50 }, () => random.weighted([2]))).toEqual(
      Array.from({ length: 50 }, () => 0),
    );
  });

  it('sums draws as they would be drawn one by one, and goes on from there', () => {
    const values = Float64Array.from({ length: 37 }, (_, index) => Math.sqrt(index));
    const [whole, single] = [new Random('draws', 1), new Random('draws', 1)];
    let total = 0;
    for (let draw = 0; draw < 100; draw++) total += values[single.below(37)] as number;
    expect(whole.sumOfDraws(values, 100)).toBe(total);
    expect(whole.next()).toBe(single.next());
  });

  it('counts of many draws are those of the single ones', () => {
    const [whole, single] = [new Random('counts', 1), new Random('counts', 1)];
    const [counts, expected] = [new Int32Array(50).fill(2), new Int32Array(50).fill(2)];
    for (let draw = 0; draw < 31; draw++) {
      const drawn = 7 + single.below(31);
      expected[drawn] = (expected[drawn] as number) + 1;
    }
    whole.countDraws(counts, 7, 38);
    expect(counts).toEqual(expected);
    expect(whole.next()).toBe(single.next());
  });

  it('coins fall as single draws are under a half', () => {
    const [whole, single] = [new Random('coins', 1), new Random('coins', 1)];
    const coins = new Uint8Array(200);
    whole.tossCoins(coins);
    expect([...coins]).toEqual(Array.from(coins, () => (single.next() < 0.5 ? 1 : 0)));
    expect(new Set(coins)).toEqual(new Set([0, 1]));
    expect(whole.next()).toBe(single.next());
  });
});
