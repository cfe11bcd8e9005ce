import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import {
  contrast,
  FEWEST_PAIRS,
  type CellPair,
  type Column,
  type Statistic,
} from '../../../src/report/matrix/contrast.ts';

const median: Statistic = { kind: 'quantile', percent: 50 };
const p95: Statistic = { kind: 'quantile', percent: 95 };
const ratio: Statistic = { kind: 'ratio' };

function column(amounts: readonly number[], ofs?: readonly number[]): Column {
  return new Map(amounts.map((amount, call) => [call, { amount, of: ofs?.[call] ?? 1 }]));
}

/** Callers differ from each other much more than the two cells of one do. */
function synthetic(trial: number, n: number, shift: number): CellPair {
  const random = new Random('synthetic', trial, n);
  const own = Array.from({ length: n }, () => random.lognormal(900, 0.3));
  return {
    before: column(own.map((value) => value + 40 * random.normal())),
    after: column(own.map((value) => value + shift + 40 * random.normal())),
  };
}

function coverage(
  statistic: Statistic,
  n: number,
  shift: number,
  { make = synthetic, trials = 120 }: { make?: typeof synthetic; trials?: number } = {},
): { holds: number; marks: number } {
  let [holds, marks] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const { interval, p } = contrast([make(trial, n, shift)], statistic, 1);
    if (interval !== null && (interval[0] ?? -Infinity) <= shift && (interval[1] ?? Infinity) >= shift)
      holds++;
    if ((p ?? 1) <= 0.05) marks++;
  }
  return { holds: holds / trials, marks: marks / trials };
}

/** Cases by call, of a probability of each caller’s own. */
function cases(trial: number, n: number, more: number): CellPair {
  const random = new Random('cases', trial, n);
  const own = Array.from({ length: n }, () => random.between(0.1, 0.5));
  const drawn = (extra: number): Column =>
    column(
      own.map((chance) => [0, 1, 2, 3].filter(() => random.chance(chance + extra)).length),
      own.map(() => 4),
    );
  return { before: drawn(0), after: drawn(more) };
}

describe('the interval of a paired difference', () => {
  it('of a mean holds the true one in about 95 of 100 cases', () => {
    const { holds } = coverage(ratio, 40, 25);
    expect(holds).toBeGreaterThan(0.91);
    expect(holds).toBeLessThan(0.99);
  });

  it.each([
    ['a median', median, 60],
    ['a p95 of many calls', p95, 200],
  ] as const)('of %s holds the true one in 95 of 100 cases or more', (_, statistic, n) => {
    // Resamples jump from one caller to the next, of whom each has a latency of its own: such intervals are on the wide side.
    expect(coverage(statistic, n, 25, { trials: 45 }).holds).toBeGreaterThan(0.93);
  });

  it('of a rate holds the true one in about 95 of 100 cases, and zero where there is none', () => {
    expect(coverage(ratio, 60, 0.2, { make: cases }).holds).toBeGreaterThan(0.91);
    const none = coverage(ratio, 60, 0, { make: cases });
    expect(none.holds).toBeGreaterThan(0.91);
    expect(none.marks).toBeLessThan(0.09);
  });

  it('holds zero, and marks nothing, where there is no effect', () => {
    for (const [statistic, n] of [
      [ratio, 40],
      [median, 60],
      [p95, 200],
    ] as const) {
      const { holds, marks } = coverage(statistic, n, 0, { trials: 45 });
      expect(holds).toBeGreaterThan(0.91);
      expect(marks).toBeLessThan(0.09);
    }
  });

  it('finds a shift that is small beside how much callers differ, since they are paired', () => {
    expect(coverage(ratio, 40, 40).marks).toBeGreaterThan(0.9);
  });
});

describe('a contrast', () => {
  it('of identical cells is exactly nothing', () => {
    const { before } = synthetic(1, 50, 0);
    for (const statistic of [median, p95, ratio]) {
      const found = contrast([{ before, after: before }], statistic, 1);
      expect(found).toMatchObject({ difference: 0, interval: [0, 0], p: 1, pairs: 50, unpaired: 0 });
    }
  });

  it('is the same in whatever order calls come, and with the same seed', () => {
    const pair = synthetic(2, 40, 30);
    const turned = (of: Column): Column => new Map([...of].reverse());
    const other = { before: turned(pair.before), after: turned(pair.after) };
    for (const statistic of [median, ratio]) {
      expect(contrast([other], statistic, 5)).toEqual(contrast([pair], statistic, 5));
    }
  });

  it('is of the calls that are in every cell, and tells how many are not', () => {
    const before = column([1, 2, 3, 4]);
    const after = new Map([...column([2, 3, 4, 5])].slice(1));
    expect(contrast([{ before, after }], ratio, 1)).toMatchObject({ difference: 1, pairs: 3, unpaired: 1 });
  });

  it('is the mean over the levels of the other factors', () => {
    const at = (value: number): Column => column(Array.from({ length: 12 }, () => value));
    const cells = [
      { before: at(100), after: at(110) },
      { before: at(200), after: at(250) },
    ];
    expect(contrast(cells, median, 1)).toMatchObject({
      before: 150,
      after: 180,
      difference: 30,
      interval: [30, 30],
    });
  });

  it('weighs calls of a rate by their cases', () => {
    const before = column([1, 0], [1, 3]);
    const after = column([1, 3], [1, 3]);
    expect(contrast([{ before, after }], ratio, 1)).toMatchObject({ before: 0.25, after: 1 });
  });

  it('ranks what never came last, and knows no bound where that is what the statistic comes to', () => {
    const answered = Array.from({ length: 20 }, (_, call) => 900 + call);
    const few = answered.map((value, call) => (call < 4 ? Infinity : value));
    const most = answered.map((value, call) => (call < 16 ? Infinity : value));
    expect(contrast([{ before: column(answered), after: column(few) }], median, 1).difference).toBe(4);
    const gone = contrast([{ before: column(answered), after: column(most) }], median, 1);
    expect(gone.difference).toBe(Infinity);
    expect(gone.p).toBeLessThan(0.01);
    const never = contrast([{ before: column(most), after: column(most) }], median, 1);
    expect(never).toMatchObject({ difference: NaN, p: null, told: 0, pairs: 20 });
  });

  it('leaves out of the mean the cells in which neither was answered', () => {
    const at = (value: number): Column => column(Array.from({ length: 12 }, () => value));
    const cells = [
      { before: at(Infinity), after: at(Infinity) },
      { before: at(200), after: at(250) },
    ];
    expect(contrast(cells, median, 1)).toMatchObject({ before: 200, after: 250, difference: 50, told: 1 });
  });

  it('of few pairs has neither interval nor verdict', () => {
    const of = (n: number): CellPair => ({
      before: column(Array.from({ length: n }, () => 1)),
      after: column(Array.from({ length: n }, () => 2)),
    });
    expect(contrast([of(FEWEST_PAIRS - 1)], ratio, 1)).toMatchObject({
      difference: 1,
      interval: null,
      p: null,
    });
    expect(contrast([of(FEWEST_PAIRS)], ratio, 1).interval).toEqual([1, 1]);
  });

  it('of a rate or a mean is tested by swapping pairs: one call that is far off proves nothing', () => {
    const before = column(Array.from({ length: 10 }, () => 100));
    const after = column(Array.from({ length: 10 }, (_, call) => (call === 0 ? 200 : 99)));
    // However the pairs are swapped, the one decides.
    expect(contrast([{ before, after }], ratio, 1).p).toBe(1);
    const all = column(Array.from({ length: 10 }, (_, call) => 101 + call));
    expect(contrast([{ before, after: all }], ratio, 1).p).toBeLessThan(0.01);
  });

  it('tells the same of the same cells from one version to the next', () => {
    const pair = synthetic(3, 30, 20);
    const toldBy = (statistic: Statistic, seed: number) => {
      const { interval, p } = contrast([pair], statistic, seed);
      return [...(interval ?? []), p].map((one) => Number(one?.toPrecision(5)));
    };
    expect(toldBy(ratio, 1)).toEqual([8.1418, 44.021, 0.007996]);
    expect(toldBy(median, 1)).toEqual([-58.827, 50.424, 0.70465]);
    expect(toldBy(ratio, 2)).not.toEqual(toldBy(ratio, 1));
  });

  it('does not take a few calls that differ for more than a coin would', () => {
    const before = column(Array.from({ length: 40 }, () => 0));
    const after = column(Array.from({ length: 40 }, (_, call) => (call < 3 ? 1 : 0)));
    // Three of three the same way: one in four, by McNemar's exact test.
    expect(contrast([{ before, after }], ratio, 1).p).toBeGreaterThan(0.2);
    expect(contrast([{ before, after }], p95, 1).p).toBeGreaterThanOrEqual(0.25);
    // Nearly every resample has a later median: it is of eight calls none the less, of which each may be a coin that fell so.
    const [same, last] = [[1], [99]];
    const [eight, later] = [
      [10, 11, 12, 13, 14, 15, 16, 17],
      [20, 21, 22, 23, 24, 25, 26, 27],
    ];
    const some = {
      before: column([...same, ...eight, ...last]),
      after: column([...same, ...later, ...last]),
    };
    expect(contrast([some], median, 1).p).toBe(2 / 2 ** 8);
    const all = { before: column([1, ...eight, 18]), after: column([19, ...later, 28]) };
    expect(contrast([all], median, 1).p).toBe(2 / 2 ** 10);
    // A call that differs in one of the cells does so.
    const halves = [
      { before: column([1, ...eight, 18]), after: column([1, ...later.slice(0, 4), ...eight.slice(4), 18]) },
      { before: column([1, ...eight, 18]), after: column([1, ...eight.slice(0, 4), ...later.slice(4), 18]) },
    ];
    expect(contrast(halves, median, 1).p).toBeLessThan(0.2);
  });
});
