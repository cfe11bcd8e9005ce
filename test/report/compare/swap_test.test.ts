/** The test by dealing calls to the two sides, with few enough calls that the share of deals can be counted up. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import type { MetricName } from '../../../src/core/log/metric.ts';
import { columnOf } from '../../../src/report/compare/column.ts';
import type { ComparedMetric } from '../../../src/report/compare/compared_metric.ts';
import type { ComparedCall } from '../../../src/report/compare/compared_run.ts';
import { dealtAsMade, type Deal, type Frame } from '../../../src/report/compare/frame.ts';
import { SwapTest } from '../../../src/report/compare/swap_test.ts';

const latency: MetricName = 'response_latency';
const p50: ComparedMetric = { metric: latency, stat: 'p50' };
const p95: ComparedMetric = { metric: latency, stat: 'p95' };
const errors: ComparedMetric = { metric: 'error_rate', stat: 'rate' };

/** One value each. */
const calls = (...values: readonly number[]): readonly ComparedCall[] =>
  values.map((value, number) => ({
    number,
    caller: 'buyer',
    values: new Map([[latency, [value]]]),
    rates: new Map([['error_rate', { count: value > 500 ? 1 : 0, of: 1 }]]),
  }));

function frameOf(before: readonly ComparedCall[], after: readonly ComparedCall[]): Frame {
  const ranges = [
    { from: 0, to: before.length },
    { from: 0, to: after.length },
  ] as const;
  return { paired: true, sides: [before, after], strata: [{ caller: 'buyer', ranges }], leftOver: [0, 0] };
}

/** Every way in which pairs can have changed places, each once. */
function swaps(pairs: number): Deal[] {
  return Array.from({ length: 2 ** pairs }, (_, way) => {
    const swapped = Array.from({ length: pairs }, (__, at) => (way >> at) & 1);
    return [Uint8Array.from(swapped), Uint8Array.from(swapped, (one) => 1 - one)] as const;
  });
}

function tested(frame: Frame, metric: ComparedMetric): SwapTest {
  const [{ ranges }] = frame.strata as readonly [Frame['strata'][number]];
  const test = new SwapTest(frame, ranges, metric, dealtAsMade(frame));
  // It counts itself as made: the deal that swaps nothing is left out.
  for (const deal of swaps(frame.sides[0].length).slice(1)) test.take(deal);
  return test;
}

describe('the share of deals that differ as much', () => {
  it.each([
    ['the median', p50],
    ['a rate', errors],
  ] as const)(
    'is two of sixteen where all four got worse: as they were made, and all swapped (%s)',
    (_, metric) => {
      const test = tested(frameOf(calls(100, 110, 120, 130), calls(600, 610, 620, 630)), metric);
      expect(test.isIdle).toBe(false);
      expect(test.p).toBeCloseTo(2 / 16, 12);
    },
  );

  it('is eight of eight where one of three got worse, and the others are the same', () => {
    const test = tested(frameOf(calls(100, 200, 300), calls(900, 200, 300)), errors);
    expect(test.p).toBe(1);
  });

  it('is counted by the rank, whatever came how much later: never is but the last', () => {
    const [some, never] = [900, Infinity].map((last) =>
      tested(frameOf(calls(100, 200, 300), calls(150, 250, last)), p50),
    );
    expect(some?.p).toBe(never?.p);
    // Ranks 1, 3, 5 against 2, 4, 6: each swap turns one of three equal steps round; only all one way differ as much.
    expect(some?.p).toBeCloseTo(2 / 8, 12);
  });

  it('of an upper percentile is of those beyond that of both', () => {
    // The 95th of eight values is the last: it alone counts, half, and whichever side has it.
    const test = tested(frameOf(calls(100, 110, 120, 130), calls(105, 115, 125, 900)), p95);
    expect(test.p).toBe(1);
  });

  it('of an upper percentile counts a value beyond it once, and one at it half', () => {
    // The 95th of twenty is the last but one: 900 is beyond it, and the 130 at it counts half. Any deal in which they part differs less.
    const early = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109];
    const late = [100, 101, 102, 103, 104, 105, 106, 107, 130, 900];
    expect(tested(frameOf(calls(...early), calls(...late)), p95).p).toBeCloseTo(1 / 2, 12);
    // Where the one side has the last and the other the one before it, they differ by the half, however they are dealt; by more where together.
    const apart = [100, 101, 102, 103, 104, 105, 106, 107, 108, 130];
    const last = [100, 101, 102, 103, 104, 105, 106, 107, 900, 109];
    expect(tested(frameOf(calls(...apart), calls(...last)), p95).p).toBe(1);
  });

  it('of a median gives equal values the mean of their ranks', () => {
    const test = tested(frameOf(calls(100, 100, 200, 300), calls(200, 200, 300, 400)), p50);
    expect(test.p).toBeCloseTo(2 / 16, 12);
    const mixed = tested(frameOf(calls(200, 100, 200, 300), calls(100, 200, 300, 400)), p50);
    // Ranks 1, 3.5, 6 and 7.5: the pairs are 2.5, 2.5, 2.5 and 1.5 apart, the first the other way. As much as 4: ten of sixteen.
    expect(mixed.p).toBeCloseTo(10 / 16, 12);
  });

  it('is certain where no deal would differ', () => {
    const test = tested(frameOf(calls(100, 200), calls(100, 200)), p50);
    expect(test.isIdle).toBe(true);
    expect(test.p).toBe(1);
  });

  it('counts a deal that leaves a side empty as one that differs', () => {
    const frame = frameOf(calls(100, 200), calls(600, 700));
    const [{ ranges }] = frame.strata as readonly [Frame['strata'][number]];
    const test = new SwapTest(frame, ranges, errors, dealtAsMade(frame));
    test.take([Uint8Array.of(0, 0), Uint8Array.of(0, 0)]);
    expect(test.p).toBe(1);
    test.take([Uint8Array.of(1, 0), Uint8Array.of(1, 0)]);
    expect(test.p).toBeCloseTo(2 / 3, 12);
  });
});

describe('a column', () => {
  const some = calls(400, 100, 300, 200);
  const all = { from: 0, to: 4 };

  it('is a percentile of the values of all calls, each as often as it is drawn', () => {
    const column = columnOf(some, all, p50);
    expect([column.cases, column.calls]).toEqual([4, 4]);
    expect(column.of(Int32Array.of(1, 1, 1, 1))).toBe(200);
    expect(column.of(Int32Array.of(3, 1, 0, 0))).toBe(400);
    expect(column.of(Int32Array.of(0, 3, 1, 0))).toBe(100);
    expect(column.of(Int32Array.of(0, 0, 0, 0))).toBeNaN();
    expect(columnOf(some, all, p95).of(Int32Array.of(1, 1, 1, 1))).toBe(400);
  });

  it.each([50, 90, 95, 99] as const)(
    'of many calls is what sorting each resample would come to: p%d',
    (percent) => {
      const random = new Random('column', percent);
      const many = Array.from({ length: 300 }, (_, number): ComparedCall => ({
        number,
        caller: 'buyer',
        values: new Map([
          [latency, Array.from({ length: number % 4 }, () => Math.round(random.lognormal(800, 0.5)))],
        ]),
        rates: new Map(),
      }));
      const column = columnOf(many, { from: 0, to: 300 }, { metric: latency, stat: `p${percent}` });
      const resamples = Array.from({ length: 30 }, () => {
        const weights = new Int32Array(300);
        for (let i = 0; i < 300; i++) {
          const drawn = random.below(300);
          weights[drawn] = (weights[drawn] as number) + 1;
        }
        return weights;
      });
      // Of the quick alone, and of the slow alone: far from what the percentile of all is.
      const ranked = many.filter(({ values }) => (values.get(latency)?.length ?? 0) > 0);
      ranked.sort(
        (a, b) => Math.max(...(a.values.get(latency) ?? [])) - Math.max(...(b.values.get(latency) ?? [])),
      );
      for (const some of [ranked.slice(0, 20), ranked.slice(-20)]) {
        const weights = new Int32Array(300);
        for (const { number } of some) weights[number] = 3;
        resamples.push(weights);
      }
      for (const weights of resamples) {
        const all = many.flatMap(({ values }, call) =>
          (values.get(latency) ?? []).flatMap((value) =>
            Array.from({ length: weights[call] as number }, () => value),
          ),
        );
        all.sort((a, b) => a - b);
        expect(column.of(weights)).toBe(all[Math.ceil((percent / 100) * all.length) - 1]);
      }
    },
  );

  it('of some of the calls knows nothing of the others', () => {
    const column = columnOf(some, { from: 1, to: 3 }, p50);
    expect([column.cases, column.calls]).toEqual([2, 2]);
    expect(column.of(Int32Array.of(9, 1, 1, 9))).toBe(100);
  });

  it('is a sum over a sum of a rate, and of a mean', () => {
    const rate = columnOf(calls(600, 100, 700), { from: 0, to: 3 }, errors);
    expect([rate.cases, rate.calls]).toEqual([3, 3]);
    expect(rate.of(Int32Array.of(1, 1, 1))).toBeCloseTo(2 / 3, 12);
    expect(rate.of(Int32Array.of(0, 3, 1))).toBeCloseTo(1 / 4, 12);
    expect(rate.of(Int32Array.of(0, 0, 0))).toBeNaN();
    const cost: readonly ComparedCall[] = [[0.1, 0.3], [], [0.2]].map((values, number) => ({
      number,
      caller: 'buyer',
      values: new Map([['cost_per_call', values]]),
      rates: new Map(),
    }));
    const mean = columnOf(cost, { from: 0, to: 3 }, { metric: 'cost_per_call', stat: 'mean' });
    expect([mean.cases, mean.calls]).toEqual([3, 2]);
    expect(mean.of(Int32Array.of(1, 1, 1))).toBeCloseTo(0.2, 12);
    expect(mean.of(Int32Array.of(0, 5, 1))).toBeCloseTo(0.2, 12);
  });
});
