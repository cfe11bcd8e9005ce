/** One row of a comparison, from calls few enough to reckon with: its figures, how sure they are, and its verdict. */

import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../../src/core/log/metric.ts';
import { Random } from '../../../src/core/word/random.ts';
import type { ComparedMetric } from '../../../src/report/compare/compared_metric.ts';
import type { ComparedCall, ComparedRun } from '../../../src/report/compare/compared_run.ts';
import type { ComparedRow } from '../../../src/report/compare/comparison.ts';
import { drawnOnce, frameOf, redraw } from '../../../src/report/compare/frame.ts';
import { RESAMPLES, RowDraft } from '../../../src/report/compare/row_draft.ts';
import { readTolerance } from '../../../src/report/compare/tolerance.ts';
import { wilson } from '../../../src/report/statistics.ts';
import { madeRun } from './compared_runs.ts';

const { identity } = madeRun({ seed: 1, calls: 1 });
const p50: ComparedMetric = { metric: 'response_latency', stat: 'p50' };
const p95: ComparedMetric = { metric: 'response_latency', stat: 'p95' };
const errors: ComparedMetric = { metric: 'error_rate', stat: 'rate' };

type Cells = readonly (readonly number[])[];

/** Of each call its values, or of a rate `[cases, of]`; by turns of a buyer and, where there are two kinds, of a refund. */
function runOf(calls: Cells, { metric, stat }: ComparedMetric, kinds = 1): ComparedRun {
  return {
    identity,
    calls: calls.map((cells, number): ComparedCall => {
      const [count = 0, of = 0] = cells;
      return {
        number,
        caller: number % kinds === 0 ? 'buyer' : 'refund',
        values: new Map(stat === 'rate' || cells.length === 0 ? [] : [[metric, cells]]),
        rates: new Map(stat === 'rate' && of > 0 ? [[metric, { count, of }]] : []),
      };
    }),
    ofCalls: calls.length,
  };
}

interface Asked {
  readonly caller?: string;
  readonly wanted?: boolean;
  readonly survives?: boolean;
  readonly tolerances?: readonly string[];
  readonly kinds?: number;
}

function draftOf(before: Cells, after: Cells, metric: ComparedMetric, asked: Asked = {}): RowDraft {
  const frame = frameOf(runOf(before, metric, asked.kinds), runOf(after, metric, asked.kinds));
  const draft = new RowDraft(frame, metric, asked.caller ?? null, asked.wanted ?? true);
  const weights = drawnOnce(frame);
  const random = new Random('drawn');
  for (let i = 0; draft.hasEnough && i < RESAMPLES; i++) {
    redraw(frame, weights, random);
    draft.resampled(i, weights);
  }
  return draft;
}

function rowOf(before: Cells, after: Cells, metric: ComparedMetric, asked: Asked = {}): ComparedRow {
  const [row] = draftOf(before, after, metric, asked).row(
    asked.survives ?? true,
    (asked.tolerances ?? []).map(readTolerance),
  );
  if (row === undefined) throw new Error('no row');
  return row;
}

const each = (calls: number, of: (call: number) => readonly number[]): Cells =>
  Array.from({ length: calls }, (_, call) => of(call));
const steps = each(12, (call) => [800 + call]);
const later = each(12, (call) => [900 + call]);

describe('a row', () => {
  it('has the figure of either side with its interval, the difference with its, and what both are of', () => {
    expect(rowOf(steps, later, p50)).toEqual({
      metric: 'response_latency',
      stat: 'p50',
      unit: 'ms',
      caller: null,
      better: 'lower',
      before: { value: 805, interval: [802, 808], cases: 12, calls: 12 },
      after: { value: 905, interval: [902, 908], cases: 12, calls: 12 },
      difference: 100,
      beyond: null,
      interval: [100, 100],
      leavesOutZero: true,
      relative: expect.closeTo(100 / 805, 3) as number,
      p: 1,
      verdict: 'worse',
      why: null,
      callsToTell: null,
      tolerance: null,
      regression: true,
    });
  });

  it('is of one kind of caller alone where that is asked for', () => {
    const two = each(24, (call) => [call % 2 === 0 ? 800 : 2000]);
    const row = rowOf(
      two,
      each(24, (call) => [call % 2 === 0 ? 800 : 2100]),
      p50,
      { caller: 'refund', kinds: 2 },
    );
    expect(row).toMatchObject({ caller: 'refund', before: { value: 2000, calls: 12 }, difference: 100 });
  });

  it('is none where neither run has data, and has no difference where one has none', () => {
    const nothing = each(12, () => []);
    expect(draftOf(nothing, nothing, p50).row(true, [])).toEqual([]);
    expect(rowOf(nothing, steps, p50)).toMatchObject({
      before: { value: null, interval: null, cases: 0, calls: 0 },
      difference: null,
      beyond: null,
      relative: null,
      verdict: 'untested',
      why: 'too few: 0 calls with any, of 10',
    });
  });

  it('says nothing of a share of nothing, nor of the share of a share', () => {
    expect(
      rowOf(
        each(12, () => [0]),
        steps,
        p50,
      ).relative,
    ).toBeNull();
    expect(
      rowOf(
        each(12, () => [1, 4]),
        each(12, () => [2, 4]),
        errors,
      ).relative,
    ).toBeNull();
  });

  it('knows no bound where one side mostly never came, and no difference where neither did', () => {
    const never = each(12, (call) => [call < 9 ? Infinity : 900]);
    expect(rowOf(steps, never, p50)).toMatchObject({
      after: { value: null, cases: 12 },
      difference: null,
      beyond: 'above',
      relative: null,
      verdict: 'worse',
    });
    expect(rowOf(never, steps, p50)).toMatchObject({ difference: null, beyond: 'below', verdict: 'better' });
    expect(rowOf(never, never, p50)).toMatchObject({ difference: null, beyond: null, verdict: 'not_told' });
  });
});

describe('a verdict', () => {
  it('is real where it stands after the correction, and the interval leaves out zero', () => {
    expect(rowOf(steps, later, p50, { survives: false })).toMatchObject({
      verdict: 'not_told',
      regression: false,
    });
    const mixed = each(12, (call) => [800 + call + (call % 2 === 0 ? 300 : -290)]);
    expect(rowOf(steps, mixed, p50)).toMatchObject({ leavesOutZero: false, verdict: 'not_told' });
    expect(rowOf(later, steps, p50)).toMatchObject({
      difference: -100,
      leavesOutZero: true,
      verdict: 'better',
      regression: false,
    });
  });

  it('knows of which metric more is better, and of which neither is', () => {
    const [few, most] = [each(12, (call) => [call % 3, 4]), each(12, (call) => [2 + (call % 3), 4])];
    const rate = (metric: MetricName): ComparedMetric => ({ metric, stat: 'rate' });
    expect(rowOf(few, most, errors).verdict).toBe('worse');
    expect(rowOf(few, most, rate('response_rate')).verdict).toBe('better');
    expect(rowOf(most, few, rate('response_rate'))).toMatchObject({ verdict: 'worse', regression: true });
    expect(rowOf(few, most, rate('escalation_rate'))).toMatchObject({
      verdict: 'changed',
      regression: false,
    });
  });

  it('is that they are the same where nothing differs, however it is dealt', () => {
    expect(rowOf(steps, steps, p50)).toMatchObject({
      difference: 0,
      verdict: 'same',
      p: 1,
      callsToTell: null,
    });
    for (const cases of [0, 4]) {
      const level = each(12, () => [cases, 4]);
      const why = 'the same in every call of both';
      expect(rowOf(level, level, errors)).toMatchObject({ verdict: 'same', p: null, why });
      expect(draftOf(level, level, errors).tellsNothing).toBe(false);
      const unasked = draftOf(level, level, errors, { wanted: false });
      expect(unasked.tellsNothing).toBe(true);
      expect(unasked.row(true, [])).toMatchObject([{ verdict: 'untested' }]);
    }
    const half = each(12, () => [2, 4]);
    expect(rowOf(half, half, errors)).toMatchObject({ verdict: 'same', p: 1, why: null });
    expect(draftOf(half, half, errors, { wanted: false }).tellsNothing).toBe(false);
    const [none, all] = [each(12, () => [0, 4]), each(12, () => [4, 4])];
    expect(draftOf(none, all, errors, { wanted: false }).tellsNothing).toBe(false);
    expect(draftOf(steps, steps, p50, { wanted: false }).tellsNothing).toBe(false);
  });

  it('is none where nobody asked, and none where there is too little to tell by', () => {
    expect(rowOf(steps, later, p50, { wanted: false })).toMatchObject({
      verdict: 'untested',
      why: 'shown, not tested',
      p: null,
      interval: [100, 100],
      regression: false,
    });
    expect(rowOf(steps.slice(0, 9), later.slice(0, 9), p50)).toMatchObject({
      verdict: 'untested',
      why: 'too few: 9 calls with any, of 10',
      before: { interval: null },
      interval: null,
      difference: 100,
    });
    expect(rowOf(steps.slice(0, 1), later.slice(0, 1), p50).why).toBe('too few: 1 call with any, of 10');
    expect(rowOf(steps.slice(0, 10), later.slice(0, 10), p50).why).toBeNull();
    const level = each(9, () => [0, 1]);
    expect(rowOf(level, level, errors)).toMatchObject({ verdict: 'untested', difference: 0 });
  });

  it('of an upper percentile takes ten values beyond it', () => {
    const values = (n: number): Cells =>
      each(10, (call) =>
        Array.from({ length: call < n % 10 ? 1 + n / 10 : n / 10 }, (_, at) => 800 + call + at),
      );
    expect(rowOf(values(190), values(200), p95).why).toBe('too few: 190 values, of 200 for a p95');
    expect(rowOf(values(200), values(200), p95).why).toBeNull();
    expect(rowOf(steps, later, { ...p95, stat: 'p99' }).why).toBe('too few: 12 values, of 1000 for a p99');
    expect(
      rowOf(
        each(12, () => [0.1]),
        each(12, () => [0.1]),
        { metric: 'cost_per_call', stat: 'mean' },
      ).why,
    ).toBeNull();
  });
});

describe('a tolerance', () => {
  it('lets pass what is no worse than it says, of all callers and of its own metric', () => {
    const passes = (...tolerances: readonly string[]) => {
      const { tolerance, regression, verdict } = rowOf(steps, later, p50, { tolerances });
      return [verdict, tolerance, regression];
    };
    expect(passes('response_latency.p50=100ms')).toEqual(['worse', '100ms', false]);
    expect(passes('response_latency.p50=99.9ms')).toEqual(['worse', '99.9ms', true]);
    expect(passes('response_latency.p95=1s', 'response_latency.p50=13%')).toEqual(['worse', '13%', false]);
    expect(passes('response_latency.p95=1s')).toEqual(['worse', null, true]);
    const buyers = rowOf(steps, later, p50, { caller: 'buyer', tolerances: ['response_latency.p50=1s'] });
    expect(buyers).toMatchObject({ tolerance: null, regression: true });
  });
});

describe('the interval of a rate', () => {
  const bounds = (count: number, of: number): readonly number[] =>
    (wilson(count, of) ?? []).map((one) => one ?? NaN);

  it('is by the call where each call tells the same, on either side, and of the difference', () => {
    const [none, all] = [each(12, () => [0, 4]), each(12, () => [4, 4])];
    const [, noneHigh = NaN] = bounds(0, 12);
    const [allLow = NaN] = bounds(12, 12);
    const row = rowOf(none, all, errors);
    expect(row.before.interval).toEqual([0, expect.closeTo(noneHigh, 3)]);
    expect(row.after.interval).toEqual([expect.closeTo(allLow, 3), 1]);
    expect(row.interval).toEqual([expect.closeTo(allLow - noneHigh, 3), 1]);
    const level = rowOf(none, none, errors);
    expect(level.interval).toEqual([expect.closeTo(-noneHigh, 3), expect.closeTo(noneHigh, 3)]);
  });

  it('is drawn where calls differ, on the side on which they do', () => {
    const [none, some] = [each(12, () => [0, 4]), each(12, (call) => [call % 3, 4])];
    const row = rowOf(none, some, errors);
    expect(row.after.value).toBe(0.25);
    expect(row.after.interval?.[0]).toBeGreaterThan(0.1);
    expect(row.after.interval?.[1]).toBeLessThan(0.4);
    // Of the side that is level each resample is the same: the difference is as sure as the other.
    expect(row.interval).toEqual(row.after.interval);
    expect(row.before.interval?.[1]).toBeGreaterThan(0.1);
  });

  it('is by the call where those of each kind are alike, though the kinds are not', () => {
    const apart = each(24, (call) => [call % 2, 1]);
    const [low = NaN, high = NaN] = bounds(12, 24);
    expect(rowOf(apart, apart, errors, { kinds: 2 }).before).toMatchObject({
      value: 0.5,
      interval: [expect.closeTo(low, 3), expect.closeTo(high, 3)],
    });
  });
});

describe('how many calls would tell', () => {
  const noisy = (shift: number): Cells =>
    each(40, (call) => [800 + ((call * 37) % 40) * 10 + shift * (((call * 17) % 40) / 10 - 1.7)]);

  it('is told of what is not told, by how wide its interval is, to two digits', () => {
    const row = rowOf(noisy(0), noisy(60), { metric: 'cost_per_call', stat: 'mean' }, { survives: false });
    const [low, high] = row.interval ?? [];
    if (row.difference === null || typeof low !== 'number' || typeof high !== 'number')
      throw new Error('no interval');
    const error = (high - low) / 3.92;
    const wanted = 40 * ((4.22 * error) / row.difference) ** 2;
    expect(wanted).toBeGreaterThan(40);
    expect(row.verdict).toBe('not_told');
    expect(row.callsToTell).toBe(Number(Math.ceil(wanted).toPrecision(2)));
  });

  it('is not told where it would be too many, where these ought to be enough, nor of what never came', () => {
    const told = (before: Cells, after: Cells): number | null =>
      rowOf(before, after, p50, { survives: false }).callsToTell;
    const tiny = each(40, (call) => [800 + ((call * 37) % 40) * 10 + (call % 2 === 0 ? 300 : -300)]);
    expect(told(noisy(0), tiny)).toBeNull();
    expect(told(steps, later)).toBeNull();
    const never = each(12, (call) => [call < 9 ? Infinity : 900]);
    expect(told(steps, never)).toBeNull();
  });
});
