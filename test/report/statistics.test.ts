import * as fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { mean as meanOf, sum as kahanSum } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import {
  mean,
  meanInterval,
  nearestRank,
  percentile,
  percentileInterval,
  PERCENTILE_NAMES,
  PERCENTILES,
  restOf,
  sortedValues,
  sum,
  tooFewBeyond,
  wilson,
} from '../../src/report/statistics.ts';

const values = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 300 });
const anyPercentile = fc.constantFrom(...PERCENTILE_NAMES.map((name) => PERCENTILES[name]));

describe('percentile', () => {
  it('is what its name says', () => {
    expect(PERCENTILES).toEqual({ p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p99_9: 99.9 });
  });

  it('is the smallest value that p percent do not exceed', () => {
    fc.assert(
      fc.property(values, anyPercentile, (list, p) => {
        const found = percentile(sortedValues(list), p) as number;
        const atMost = (limit: number): number => list.filter((value) => value <= limit).length;
        expect(list).toContain(found);
        // In whole tenths of a percent, so that the check has no rounding of its own.
        expect(atMost(found) * 1000).toBeGreaterThanOrEqual(Math.round(p * 10) * list.length);
        expect(atMost(found - 1) * 1000).toBeLessThan(Math.round(p * 10) * list.length);
      }),
    );
  });

  it('agrees with an HDR histogram', () => {
    fc.assert(
      fc.property(values, anyPercentile, (list, p) => {
        const oracle = build({
          lowestDiscernibleValue: 1,
          highestTrackableValue: 100_000,
          numberOfSignificantValueDigits: 5,
        });
        for (const value of list) oracle.recordValue(value);
        expect(percentile(sortedValues(list), p)).toBe(oracle.getValueAtPercentile(p));
      }),
      { numRuns: 30 },
    );
  });

  it('is the same however the values were spread over logs', () => {
    fc.assert(
      fc.property(values, values, anyPercentile, (a, b, p) => {
        expect(percentile(sortedValues([...a, ...b]), p)).toBe(percentile(sortedValues([...b, ...a]), p));
      }),
    );
  });

  it('has a rank from the first to the last', () => {
    expect([nearestRank(0.1, 5), nearestRank(100, 5), nearestRank(50, 2), nearestRank(51, 2)]).toEqual([
      1, 5, 1, 2,
    ]);
    expect([nearestRank(20, 5), nearestRank(20.1, 5)]).toEqual([1, 2]);
  });

  it('does not lose a rank to binary fractions', () => {
    expect(nearestRank(99.9, 1000)).toBe(999);
    expect(nearestRank(99.9, 10_000)).toBe(9990);
    expect(nearestRank(95, 20)).toBe(19);
    expect(nearestRank(50, 1)).toBe(1);
  });

  it('is null without values', () => {
    expect(percentile(sortedValues([]), 50)).toBeNull();
    expect(mean(sortedValues([]))).toBeNull();
  });
});

describe('tooFewBeyond', () => {
  it('wants ten values beyond: 1,000 for p99, 200 for p95, 20 for p50', () => {
    for (const [p, n] of [
      [99, 1000],
      [95, 200],
      [90, 100],
      [50, 20],
      [99.9, 10_000],
    ] as const) {
      expect(tooFewBeyond(p, n)).toBe(false);
      expect(tooFewBeyond(p, n - 1)).toBe(true);
    }
  });
});

describe('percentileInterval', () => {
  it('matches published ranks: the median of 20 lies between the 6th and the 15th', () => {
    const sorted = sortedValues(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(percentileInterval(sorted, 50)).toEqual([6, 15]);
  });

  it('has no upper bound where the sample is too small for one', () => {
    const sorted = sortedValues(Array.from({ length: 100 }, (_, i) => i + 1));
    const [low, high] = percentileInterval(sorted, 99);
    expect(low).not.toBeNull();
    expect(high).toBeNull();
  });

  it('is exact up to 10,000 values and normal beyond, to the rank', () => {
    const ranks = (n: number, p: number) =>
      percentileInterval(sortedValues(Array.from({ length: n }, (_, i) => i + 1)), p);
    // Normal: 5000.5 ± 1.96 × 50.0025, outward to whole ranks, and one more above.
    expect(ranks(10_001, 50)).toEqual([4902, 5100]);
    expect(ranks(10_000, 50)).toEqual([4902, 5099]);
    expect(ranks(1, 50)).toEqual([null, null]);
    // 2 × 0.5⁶ is over 5%, 2 × 0.5⁷ is not... the least sample whose ends bound a median at 95% has six values.
    expect(ranks(5, 50)).toEqual([null, null]);
    expect(ranks(6, 50)).toEqual([1, 6]);
  });

  it('holds the percentile', () => {
    fc.assert(
      fc.property(values, anyPercentile, (list, p) => {
        const sorted = sortedValues(list);
        const found = percentile(sorted, p) as number;
        const [low, high] = percentileInterval(sorted, p);
        expect(low ?? -Infinity).toBeLessThanOrEqual(found);
        expect(high ?? Infinity).toBeGreaterThanOrEqual(found);
      }),
    );
  });

  it('covers the true p95 at least 95 times in 100, exact and normal alike', () => {
    for (const [n, trials] of [
      [150, 1000],
      [12_000, 200],
    ] as const) {
      const random = new Random('coverage', n);
      let covered = 0;
      for (let trial = 0; trial < trials; trial++) {
        const sorted = sortedValues(Array.from({ length: n }, () => random.next()));
        const [low, high] = percentileInterval(sorted, 95);
        if ((low ?? 0) <= 0.95 && (high ?? 1) >= 0.95) covered++;
      }
      expect(covered / trials).toBeGreaterThan(0.93);
      expect(covered / trials).toBeLessThan(0.995);
    }
  });
});

describe('wilson', () => {
  it('gives the textbook intervals', () => {
    // Newcombe 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    for (const [count, of, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const found = wilson(count, of);
      expect(found?.[0]).toBeCloseTo(low, 4);
      expect(found?.[1]).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toBeNull();
    expect(wilson(0, 1)?.[0]).toBe(0);
    expect(wilson(1, 1)).toEqual([expect.closeTo(0.2065, 4), 1]);
    expect(wilson(1, 2)?.map((end) => Number(end?.toFixed(4)))).toEqual([0.0945, 0.9055]);
    expect(wilson(5, 5)?.[1]).toBe(1);
  });
});

describe('sum and mean', () => {
  it('agree with simple-statistics', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (list) => {
        const sorted = sortedValues(list);
        expect(sum(sorted)).toBeCloseTo(kahanSum([...sorted]), 6);
        expect(mean(sorted)).toBeCloseTo(meanOf([...sorted]), 6);
      }),
    );
  });

  it('loses no cents over a million calls', () => {
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  });
});

describe('meanInterval', () => {
  it('repeats with its key, whatever the order, and differs with another', () => {
    const random = new Random('values');
    const list = Array.from({ length: 700 }, () => random.lognormal(500, 0.5));
    const found = meanInterval(sortedValues(list), 1, 'a');
    expect(meanInterval(sortedValues([...list].reverse()), 1, 'a')).toEqual(found);
    expect(meanInterval(sortedValues(list), 2, 'a')).not.toEqual(found);
  });

  it('covers the true mean about 95 times in 100, few values or many', () => {
    for (const [n, trials] of [
      [60, 200],
      [2000, 100],
    ] as const) {
      const random = new Random('bootstrap-coverage', n);
      let covered = 0;
      for (let trial = 0; trial < trials; trial++) {
        const sorted = sortedValues(Array.from({ length: n }, () => random.normal()));
        const [low, high] = meanInterval(sorted, trial) ?? [0, 0];
        if ((low ?? 0) <= 0 && (high ?? 0) >= 0) covered++;
      }
      expect(covered / trials).toBeGreaterThan(0.88);
      expect(covered / trials).toBeLessThan(1);
    }
  });

  it('has nothing to say of a single value', () => {
    expect(meanInterval(sortedValues([5]), 1)).toBeNull();
    expect(meanInterval(sortedValues([5, 5]), 1)).toEqual([5, 5]);
  });

  it('is as wide for values dealt into groups as for these alone', () => {
    const width = (n: number) => {
      const random = new Random('width', n);
      const [low, high] = meanInterval(sortedValues(Array.from({ length: n }, () => random.normal())), 1) ?? [
        0, 0,
      ];
      return ((high ?? 0) - (low ?? 0)) * Math.sqrt(n);
    };
    // 2 × 1.96 standard errors.
    for (const n of [500, 501, 1250, 5000]) expect(Math.abs(width(n) - 3.92)).toBeLessThan(0.45);
  });
});

it('leaves of a share what is meant: just what is asked is not beyond it', () => {
  for (let tenths = 0; tenths <= 10; tenths++) expect(restOf(tenths / 10)).toBe((10 - tenths) / 10);
  for (let of50 = 0; of50 <= 50; of50++) expect(restOf(of50 / 50)).toBe((50 - of50) / 50);
});
