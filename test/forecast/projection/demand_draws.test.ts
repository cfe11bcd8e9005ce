/** Draws against the moments that their distributions have. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import {
  gamma,
  poisson,
  poissonQuantile,
  sharesAgain,
  studentStretch,
  zOf,
} from '../../../src/forecast/projection/demand_draws.ts';

const DRAWS = 20_000;

function moments(draw: (random: Random) => number): { mean: number; variance: number } {
  const random = new Random('moments');
  const values = Array.from({ length: DRAWS }, () => draw(random));
  const mean = values.reduce((sum, each) => sum + each, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / DRAWS };
}

describe('draws', () => {
  it.each([0.3, 4, 59, 400])('Poisson of %d has it as its mean and its variance', (mean) => {
    const found = moments((random) => poisson(random, mean));
    expect(found.mean / mean).toBeCloseTo(1, 1);
    expect(found.variance / mean).toBeCloseTo(1, 1);
  });

  it.each([0.4, 1, 25])('gamma of shape %d too', (shape) => {
    const found = moments((random) => gamma(random, shape));
    expect(found.mean / shape).toBeCloseTo(1, 1);
    expect(found.variance / shape).toBeCloseTo(1, 1);
  });

  it('nothing comes of nothing', () => {
    expect(poisson(new Random(1), 0)).toBe(0);
    expect(gamma(new Random(1), 0)).toBe(0);
  });

  it('shares add up to one and vary as counts do', () => {
    const random = new Random('shares');
    const drawn = Array.from({ length: 5000 }, () => sharesAgain(random, [30, 70]));
    expect(drawn.every(([a = 0, b = 0]) => Math.abs(a + b - 1) < 1e-9)).toBe(true);
    const first = drawn.map(([a = 0]) => a);
    const mean = first.reduce((sum, each) => sum + each, 0) / first.length;
    const deviation = Math.sqrt(first.reduce((sum, each) => sum + (each - mean) ** 2, 0) / first.length);
    expect(mean).toBeCloseTo(0.3, 2);
    // Of 100: the root of 0.3 × 0.7 / 101.
    expect(deviation).toBeCloseTo(0.0456, 2);
  });

  it('a normal stretched becomes Student’s', () => {
    // The variance of t with 10 degrees is 10 / 8.
    const found = moments((random) => random.normal() * studentStretch(random, 10));
    expect(found.variance).toBeCloseTo(1.25, 1);
  });

  it('quantiles are those of the tables', () => {
    expect(zOf(0.95)).toBeCloseTo(1.6449, 3);
    expect(zOf(0.025)).toBeCloseTo(-1.96, 3);
    // Poisson of 5: P(≤ 10) = 0.9863, P(≤ 11) = 0.9945.
    expect(poissonQuantile(5, 0.99)).toBe(11);
    expect(poissonQuantile(5, 0.98)).toBe(10);
    expect(poissonQuantile(0, 0.99)).toBe(0);
    expect(poissonQuantile(2000, 0.5)).toBe(2000);
  });
});
