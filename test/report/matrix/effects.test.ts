import { describe, expect, it } from 'vitest';
import type { CallFigures } from '../../../src/report/metric/call_figures.ts';
import type { CellFigures } from '../../../src/report/matrix/cell_figures.ts';
import type { ConfigError } from '../../../src/core/word/config_error.ts';
import { cellsOf, orderOf } from '../../../src/report/matrix/design.ts';
import { effectsOf, figureOf } from '../../../src/report/matrix/effects.ts';
import { survivors } from '../../../src/report/matrix/holm.ts';
import { readStudiedMetric, usualMetrics } from '../../../src/report/matrix/studied_metric.ts';

const factors = [
  { name: 'noise', levels: ['none', 'babble'] },
  { name: 'loss', levels: ['0', '3%', '8%'] },
];

function figures(latencyMs: number, failedTo: number): CellFigures {
  return new Map(
    Array.from({ length: 30 }, (_, call): [number, CallFigures] => [
      call,
      {
        values: new Map([['response_latency', [latencyMs + call, latencyMs + call, 5000]]]),
        rates: new Map([['error_rate', { count: call < failedTo ? 1 : 0, of: 1 }]]),
      },
    ]),
  );
}

describe('the cells', () => {
  it('are every level with every other, and each repeat has them all once, in an order of its own', () => {
    const cells = cellsOf(factors);
    expect(cells.map(({ levels }) => levels.join(''))).toEqual(['00', '01', '02', '10', '11', '12']);
    const order = orderOf(cells, 3, 7);
    const blocks = [1, 2, 3].map((repeat) =>
      order.filter((one) => one.repeat === repeat).map(({ cell }) => cell.number),
    );
    for (const block of blocks) expect(block.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(blocks.map(String)).size).toBeGreaterThan(1);
    expect(orderOf(cells, 3, 7)).toEqual(order);
  });
});

describe('effects', () => {
  const cells = cellsOf(factors).map((cell) => ({
    ...cell,
    repeats: [figures(900 + 200 * (cell.levels[0] ?? 0), 10 * (cell.levels[1] ?? 0))],
  }));

  it('say which factor moved what, by how much, and leave the others at nothing', () => {
    const effects = effectsOf(factors, cells, usualMetrics, 1);
    const of = (factor: string, to: string, stat: string) =>
      effects.find((one) => one.factor === factor && one.to === to && one.stat === stat);
    expect(effects).toHaveLength(9);
    expect(of('noise', 'babble', 'p50')).toMatchObject({
      effect: 200,
      survives: true,
      pairs: 30,
      combinations: 3,
    });
    expect(of('noise', 'babble', 'rate')).toMatchObject({ effect: 0, interval: [0, 0], survives: false });
    expect(of('loss', '3%', 'p50')).toMatchObject({ effect: 0, survives: false, combinations: 2 });
    expect(of('loss', '8%', 'rate')).toMatchObject({ before: 0, survives: true });
    expect(of('loss', '8%', 'rate')?.effect).toBeCloseTo(20 / 30, 6);
  });

  it('leave out the pairs of a cell that was not measured, and say so', () => {
    const broken = cells.map((cell) => (cell.number === 3 ? { ...cell, repeats: [] } : cell));
    const effects = effectsOf(factors, broken, readStudiedMetric('error_rate'), 1);
    expect(effects.map(({ combinations, ofCombinations }) => `${combinations} of ${ofCombinations}`)).toEqual(
      ['2 of 3', '1 of 2', '1 of 2'],
    );
  });
});

describe('a call’s own figure', () => {
  const factor = { name: 'noise', levels: ['none', 'babble'] };
  type Repeats = readonly (readonly number[])[];
  /** Of ten calls that all told the same, each time that the cell was made. */
  const cell = (repeats: Repeats): readonly CellFigures[] =>
    repeats.map(
      (values) =>
        new Map(
          Array.from({ length: 10 }, (_, call) => [
            call,
            {
              values: new Map(values.length === 0 ? [] : ([['response_latency', values]] as const)),
              rates: new Map(),
            },
          ]),
        ),
    );
  const effectOf = (stat: 'p50' | 'p95' | 'mean', before: Repeats, after: Repeats) => {
    const cells = cellsOf([factor]).map((one, index) => ({
      ...one,
      repeats: cell(index === 0 ? before : after),
    }));
    return effectsOf([factor], cells, [{ metric: 'response_latency', stat }], 1)[0];
  };

  it('is the median of its turns, in whatever order they came, of all times that it was made', () => {
    expect(effectOf('p50', [[900, 100, 500]], [[2000, 1000, 30]])).toMatchObject({
      before: 500,
      after: 1000,
    });
    expect(effectOf('p95', [[900, 100, 500]], [[2000, 1000, 30]])).toMatchObject({
      before: 500,
      after: 1000,
    });
    expect(
      effectOf(
        'p50',
        [
          [900, 100],
          [30, 40],
        ],
        [[1]],
      ),
    ).toMatchObject({ before: 40, after: 1 });
    expect(effectOf('p50', [[], [700]], [[1]])).toMatchObject({ before: 700 });
    // Never comes last, whatever comes after it.
    expect(effectOf('p50', [[Infinity, 100, 500]], [[1]])).toMatchObject({ before: 500 });
  });

  it('is the mean of them where a mean is asked for', () => {
    expect(effectOf('mean', [[900, 100], [500]], [[100]])).toMatchObject({
      before: 500,
      after: 100,
      effect: -400,
    });
  });

  it('is none where no turn told of it', () => {
    expect(effectOf('p50', [[]], [[100]])).toMatchObject({ before: null, effect: null, pairs: 0 });
    expect(effectOf('mean', [[]], [[100]])).toMatchObject({ before: null, effect: null, pairs: 0 });
    expect(effectOf('mean', [[]], [[]])).toBeUndefined();
  });

  it('of a rate is its cases, all times together', () => {
    const rated = (...counts: readonly (readonly [number, number])[]): readonly CellFigures[] =>
      counts.map(
        ([count, of]) =>
          new Map(
            Array.from({ length: 10 }, (_, call) => [
              call,
              {
                values: new Map(),
                rates: new Map(of === 0 ? [] : ([['error_rate', { count, of }]] as const)),
              },
            ]),
          ),
      );
    const between = (before: readonly CellFigures[], after: readonly CellFigures[]) => {
      const cells = cellsOf([factor]).map((one, index) => ({
        ...one,
        repeats: index === 0 ? before : after,
      }));
      return effectsOf([factor], cells, [{ metric: 'error_rate', stat: 'rate' }], 1)[0];
    };
    expect(between(rated([1, 4], [3, 4]), rated([0, 0], [1, 5]))).toMatchObject({ before: 0.5, after: 0.2 });
    expect(between(rated([0, 0]), rated([1, 5]))).toMatchObject({ before: null, pairs: 0 });
  });
});

describe('the figure of a cell', () => {
  const told = (...calls: readonly (readonly number[])[]): CellFigures =>
    new Map(
      calls.map((values, call) => [
        call,
        {
          values: new Map(values.length === 0 ? [] : ([['response_latency', values]] as const)),
          rates: new Map([['error_rate', { count: values.length, of: 4 }]] as const),
        },
      ]),
    );
  const of = (stat: 'p50' | 'p95' | 'mean', ...repeats: readonly CellFigures[]) =>
    figureOf(repeats, { metric: 'response_latency', stat });

  it('is by the statistic that is asked for, of what each call told', () => {
    const calls = told([100], [200], [300], [400, 900, 401]);
    expect(of('p50', calls)).toBe(200);
    expect(of('p95', calls)).toBe(401);
    // 400, 900 and 401 are 567 on average.
    expect(of('mean', calls)).toBeCloseTo((100 + 200 + 300 + 1701 / 3) / 4, 9);
    expect(figureOf([calls], { metric: 'error_rate', stat: 'rate' })).toBe(6 / 16);
  });

  it('takes a call of all repeats together', () => {
    expect(of('mean', told([100], [200]), told([300], []), told([500]))).toBe((300 + 200) / 2);
    expect(figureOf([told([100]), told([1, 2, 3])], { metric: 'error_rate', stat: 'rate' })).toBe(0.5);
  });

  it('has no more digits than it tells, and is none where nothing came, or never did', () => {
    expect(of('mean', told([0.1], [0.2], [0.6]))).toBe(0.3);
    expect(of('p50')).toBeNull();
    expect(of('p50', told([], []))).toBeNull();
    expect(of('p50', told([Infinity], [Infinity], [1]))).toBeNull();
    expect(of('p50', told([Infinity], [2], [1]))).toBe(2);
  });
});

describe('effects without a finite figure', () => {
  const of = (before: number, after: number, calls = 20) => {
    const cell = (latencyMs: number): CellFigures =>
      new Map(
        Array.from({ length: calls }, (_, call) => [
          call,
          { values: new Map([['response_latency', [latencyMs]]]), rates: new Map() },
        ]),
      );
    const factor = { name: 'noise', levels: ['none', 'babble'] };
    const cells = cellsOf([factor]).map((one, index) => ({
      ...one,
      repeats: [cell(index === 0 ? before : after)],
    }));
    return effectsOf([factor], cells, [{ metric: 'response_latency', stat: 'p50' }], 1)[0];
  };

  it('say on which side they know no bound', () => {
    expect(of(900, 1000)).toMatchObject({
      before: 900,
      after: 1000,
      effect: 100,
      beyond: null,
      from: 'none',
    });
    expect(of(900, Infinity)).toMatchObject({ before: 900, after: null, effect: null, beyond: 'above' });
    expect(of(Infinity, 900)).toMatchObject({ before: null, after: 900, effect: null, beyond: 'below' });
  });

  it('have no interval of fewer than ten pairs, and are none where no call told of the metric', () => {
    expect(of(900, 1000, 10)).toMatchObject({ interval: [100, 100], pairs: 10 });
    expect(of(900, 1000, 9)).toMatchObject({ effect: 100, interval: null, p: null, pairs: 9 });
    expect(of(900, 1000, 0)).toBeUndefined();
  });
});

describe('metrics to look at', () => {
  it('are rates, and values by a statistic', () => {
    expect(readStudiedMetric('fallback_rate.audio_quality')).toEqual([
      { metric: 'fallback_rate.audio_quality', stat: 'rate' },
    ]);
    expect(readStudiedMetric('dead_air.p95')).toEqual([{ metric: 'dead_air', stat: 'p95' }]);
    expect(readStudiedMetric('dead_air').map(({ stat }) => stat)).toEqual(['p50', 'p95']);
    for (const wrong of ['latency', 'not_started', 'send_lateness', 'error_rate.p95', 'dead_air.p50000']) {
      expect(() => readStudiedMetric(wrong)).toThrow(/expected|it is a rate/);
    }
  });
});

describe('a metric that a matrix cannot look at', () => {
  const errorOf = (text: string) => {
    try {
      readStudiedMetric(text);
    } catch (error) {
      const { message, place } = error as ConfigError;
      return { message, ...place };
    }
    throw new Error(`${text} can be looked at`);
  };

  it('is named, with what can be and the nearest to it', () => {
    const hint =
      'e.g. --metric response_latency.p95 --metric fallback_rate; docs/measurement.md has them all';
    const code = 'option_invalid';
    expect(errorOf('respnse_latency')).toEqual({
      message:
        'expected a metric of turns or calls, found "respnse_latency"; did you mean "response_latency"?',
      path: '--metric respnse_latency',
      code,
      hint,
    });
    expect(errorOf('error_rate.p95')).toMatchObject({
      message: 'error_rate has no p95: it is a rate',
      code,
      hint,
    });
    expect(errorOf('dead_air.p50000').message).toBe('expected p50, p95, mean after dead_air, found "p50000"');
  });

  it('is not shown whole, however long', () => {
    const { message, path } = errorOf('x'.repeat(500));
    expect(path).toBe(`--metric ${'x'.repeat(60)}`);
    expect(message).toContain(`found "${'x'.repeat(60)}"`);
  });

  it('is never proposed: totals and the generator’s own have no pairs', () => {
    // One letter away from what cannot be looked at.
    for (const near of ['send_latenes', 'not_starte', 'loop_la']) {
      expect(errorOf(near).message).not.toMatch(/send_lateness|not_started|loop_lag/);
    }
  });
});

describe('Holm’s correction', () => {
  it('steps down from the least, and stops at the first that does not stand', () => {
    expect(survivors([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true]);
    expect(survivors([0.04])).toEqual([true]);
    expect(survivors([null, 0.026, 0.024])).toEqual([false, true, true]);
    expect(survivors([])).toEqual([]);
    // What lies on its bound stands: 0.05 of one, 0.025 of two.
    expect(survivors([0.025, 0.05])).toEqual([true, true]);
  });
});
