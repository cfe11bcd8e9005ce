/** What stands in a table of a search for capacity. */

import { describe, expect, it } from 'vitest';
import {
  amountText,
  cellsOf,
  headersOf,
  headlineOf,
  LEVEL_COLUMNS,
  levelsInOrder,
  VERDICTS,
} from '../../../src/report/capacity/capacity_rows.ts';
import { capacityScaling } from '../../../src/report/capacity/fitted_levels.ts';
import { scalingSentences } from '../../../src/report/capacity/scaling_text.ts';
import { madeCapacity } from './made_capacity.ts';

const made = madeCapacity();
const [level] = made.levels;
if (level === undefined) throw new Error('there are levels');

describe('an amount', () => {
  it('of calls at once is a whole number, and of calls per second has the three digits that it was asked for in', () => {
    expect([1200, 0.608, 0.627, 2.5, 12.345].map(amountText)).toEqual([
      '1,200',
      '0.608',
      '0.627',
      '2.5',
      '12.3',
    ]);
  });
});

describe('the levels of a search', () => {
  it('have a column of what was varied, and stand in its order, those of one amount as they were made', () => {
    expect(headersOf(made)).toEqual([...LEVEL_COLUMNS]);
    expect(headersOf({ ...made, unit: 'calls_per_second' })).toEqual(['calls/s', ...LEVEL_COLUMNS.slice(1)]);
    const at = (amount: number, fromMs: number) => ({ ...level, amount, fromMs });
    const levels = [at(8, 300), at(4, 200), at(8, 100)];
    expect(levelsInOrder({ ...made, levels }).map(({ amount, fromMs }) => [amount, fromMs])).toEqual([
      [4, 200],
      [8, 100],
      [8, 300],
    ]);
    expect(levels[0]?.fromMs).toBe(300);
  });

  it('have what was measured, how sure it is, and what it comes to', () => {
    const one = {
      ...level,
      amount: 1200,
      countedFromMs: 20_000,
      untilMs: 110_400,
      turns: { ended: 3600, answered: 3500 },
      calls: { ended: 1250, failed: 0, blocked: 0 },
      latencyMs: {
        p50: { value: 500, low: 490, high: 510 },
        p95: { value: 800, low: 700, high: null },
        count: 9,
      },
      errorRate: { value: 0.01, low: null, high: 0.02 },
      answeredPerSecond: { value: 39.876, low: 39, high: 41 },
    };
    expect(cellsOf(one)).toEqual([
      '1,200',
      '1m30s',
      '3,600',
      '1,250',
      '500 ms',
      '800 ms (700 ms to …)',
      '1% (… to 2%)',
      '39.88',
      'holds',
    ]);
    const open = { value: null, low: null, high: null };
    const none = {
      ...one,
      latencyMs: { p50: open, p95: open, count: 0 },
      errorRate: open,
      answeredPerSecond: open,
    };
    expect(cellsOf(none).slice(4, 8)).toEqual(['–', '–', '–', '–']);
  });

  it('have a word for each verdict', () => {
    const words = (Object.keys(VERDICTS) as (keyof typeof VERDICTS)[]).map((verdict) =>
      cellsOf({ ...level, verdict }).at(-1),
    );
    expect(words).toEqual([
      'holds',
      'FAILS',
      'undecided: not held',
      'nothing against it',
      'generator too slow',
      'cut off',
    ]);
  });
});

describe('the answer of a search', () => {
  it('is in a sentence', () => {
    expect(headlineOf(made)).toBe('It holds 32 calls at once (response_latency p95 < 800ms).');
    const holding = (holds: number | null, unit = made.unit) =>
      headlineOf({ ...made, unit, knee: { ...made.knee, holds } });
    expect(holding(1)).toBe('It holds 1 call at once (response_latency p95 < 800ms).');
    expect(holding(1200, 'calls_per_second')).toBe(
      'It holds 1,200 calls per second (response_latency p95 < 800ms).',
    );
    expect(holding(null)).toBe('No level was shown to hold response_latency p95 < 800ms.');
    const [slo] = made.settings.slo;
    if (slo === undefined) throw new Error('there is a condition');
    const settings = { ...made.settings, slo: [slo, { ...slo, text: 'error_rate < 1%' }] };
    expect(headlineOf({ ...made, settings })).toContain('(response_latency p95 < 800ms, error_rate < 1%)');
  });
});

describe('a peak of throughput in words', () => {
  const { throughput } = capacityScaling(made);
  const told = (
    peak: Partial<NonNullable<typeof throughput.peak>>,
    more: Partial<typeof throughput> = {},
  ): string => {
    const whole = { value: 48, low: 40.4, high: 55.2, beyondMeasured: false, ...peak };
    return scalingSentences({ ...throughput, ...more, peak: whole })
      .filter((text) => /peak|highest/.test(text))
      .join(' ');
  };

  it('is told with how sure it is, and whether anybody saw it', () => {
    expect(told({})).toBe('Throughput is highest at 48 calls at once (40 to 56); with more, less gets done.');
    expect(told({ low: null })).toBe(
      'Throughput is highest at 48 calls at once (… to 56); with more, less gets done.',
    );
    expect(told({ beyondMeasured: true }, { measured: [4, 95.9] })).toBe(
      'Throughput is highest at 48 calls at once (40 to 56), which is beyond what was measured (96): the law says so, nobody saw it; with more, less gets done.',
    );
  });

  it('is none where nothing bounds it from above', () => {
    const none = 'No peak of throughput can be told from these levels, which end at 96.';
    expect(told({ high: null }, { measured: [4, 96] })).toBe(
      `${none} If there is one, it is above 40 calls at once.`,
    );
    expect(told({ value: null }, { measured: [4, 96] })).toBe(
      `${none} If there is one, it is above 40 calls at once.`,
    );
    expect(told({ high: null, low: null }, { measured: [4, 96] })).toBe(none);
    expect(told({ high: null, low: null }, { measured: null })).toBe(none.replace('96', '0'));
  });
});
