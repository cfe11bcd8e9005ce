import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/report/compare/compare_runs.ts';
import {
  baselineText,
  MOST_CALLS,
  runOfBaseline,
  savedBaseline,
  wrongInBaseline,
  type SavedBaseline,
} from '../../../src/report/compare/saved_baseline.ts';
import { madeRun } from './compared_runs.ts';

const run = madeRun({ seed: 1, calls: 40, unanswered: 0.1, failed: 0.1 });

function readAgain(text: string): SavedBaseline {
  const value: unknown = JSON.parse(text);
  expect(wrongInBaseline(value)).toBeNull();
  return value as SavedBaseline;
}

describe('a baseline', () => {
  it('compares as the run itself, to the digit', () => {
    const again = runOfBaseline(readAgain(baselineText(savedBaseline('main', run))));
    const after = madeRun({ seed: 2, calls: 40 });
    expect(compareRuns(again, [after]).after[0]?.rows).toEqual(compareRuns(run, [after]).after[0]?.rows);
    expect(again.identity).toEqual({ ...run.identity, given: 'baseline main' });
  });

  it('is a line a metric, and what nobody told is null', () => {
    const { identity } = run;
    const calls = [
      {
        number: 3,
        caller: 'buyer',
        values: new Map([['response_latency', [812.5, Infinity]]] as const),
        rates: new Map([['error_rate', { count: 0, of: 1 }]] as const),
      },
      { number: 7, caller: 'refund', values: new Map(), rates: new Map() },
    ];
    const saved = savedBaseline('main', { identity, calls, ofCalls: 9 });
    expect(baselineText(saved)).toBe(
      [
        '{',
        '  "type": "baseline",',
        '  "version": 1,',
        '  "name": "main",',
        `  "identity": ${JSON.stringify(identity)},`,
        '  "ofCalls": 9,',
        '  "numbers": [3,7],',
        '  "callers": ["buyer","refund"],',
        '  "values": {',
        '    "response_latency": [[812.5,null],[]]',
        '  },',
        '  "rates": {',
        '    "error_rate": [[0,1],null]',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
    expect(runOfBaseline(saved)).toEqual({
      identity: { ...identity, given: 'baseline main' },
      calls,
      ofCalls: 9,
    });
    const [first] = calls;
    if (first === undefined) throw new Error('no call');
    const two = {
      ...first,
      values: new Map([...first.values, ['setup_time', [9]]] as const),
      rates: new Map([...first.rates, ['response_rate', { count: 1, of: 2 }]] as const),
    };
    expect(baselineText(savedBaseline('main', { identity, calls: [two], ofCalls: 1 }))).toContain(
      [
        '  "values": {',
        '    "response_latency": [[812.5,null]],',
        '    "setup_time": [[9]]',
        '  },',
        '  "rates": {',
        '    "response_rate": [[1,2]],',
        '    "error_rate": [[0,1]]',
        '  }',
      ].join('\n'),
    );
  });

  it('of a long run is a sample of whole calls, the same each time, and says of how many', () => {
    const [first] = run.calls;
    if (first === undefined) throw new Error('no call');
    const calls = Array.from({ length: MOST_CALLS + 500 }, (_, number) => ({ ...first, number }));
    const long = { ...run, calls, ofCalls: calls.length };
    const saved = savedBaseline('main', long);
    expect(saved.numbers).toHaveLength(MOST_CALLS);
    expect(saved.ofCalls).toBe(MOST_CALLS + 500);
    expect(saved.numbers).toEqual(saved.numbers.toSorted((a, b) => a - b));
    expect(Math.max(...saved.numbers)).toBeGreaterThan(MOST_CALLS);
    expect(savedBaseline('main', long)).toEqual(saved);
  });

  it('of a long run is drawn from all of it, and from other seeds otherwise', () => {
    const [first] = run.calls;
    if (first === undefined) throw new Error('no call');
    const calls = Array.from({ length: 2 * MOST_CALLS }, (_, number) => ({ ...first, number }));
    const sampled = (seed: number): readonly number[] =>
      savedBaseline('main', { identity: { ...run.identity, seed }, calls, ofCalls: calls.length }).numbers;
    const numbers = sampled(1);
    // Of each quarter about half of its thousand.
    for (const quarter of [0, 1, 2, 3]) {
      const kept = numbers.filter((number) => Math.floor(number / (MOST_CALLS / 2)) === quarter).length;
      expect(kept).toBeGreaterThan(400);
      expect(kept).toBeLessThan(600);
    }
    expect(new Set(numbers).size).toBe(MOST_CALLS);
    expect(sampled(2)).not.toEqual(numbers);
  });

  it('counts the values of all metrics of a call, and keeps it whole or not at all', () => {
    const calls = Array.from({ length: 100 }, (_, number) => ({
      number,
      caller: 'buyer',
      values: new Map([
        ['response_latency', Array.from({ length: 900 }, () => 812.5)],
        ['setup_time', Array.from({ length: 300 }, () => 90)],
      ] as const),
      rates: new Map(),
    }));
    const { numbers, values, callers } = savedBaseline('main', { ...run, calls, ofCalls: 100 });
    // 83 times 1,200 is the last that is no more than 100,000.
    expect(numbers).toHaveLength(83);
    expect(callers).toHaveLength(83);
    expect(values['response_latency']?.map(({ length }) => length)).toEqual(Array(83).fill(900));
    expect(values['setup_time']?.map(({ length }) => length)).toEqual(Array(83).fill(300));
  });

  it('of a run that is just not too long is all of it', () => {
    const values = new Map([['response_latency', Array.from({ length: 1000 }, () => 812.5)]] as const);
    const long = Array.from({ length: 100 }, (_, number) => ({
      number,
      caller: 'buyer',
      values,
      rates: new Map(),
    }));
    expect(savedBaseline('main', { ...run, calls: long, ofCalls: 100 }).numbers).toHaveLength(100);
    const many = Array.from({ length: MOST_CALLS }, (_, number) => ({
      number,
      caller: 'buyer',
      values: new Map(),
      rates: new Map(),
    }));
    expect(savedBaseline('main', { ...run, calls: many, ofCalls: MOST_CALLS }).numbers).toHaveLength(
      MOST_CALLS,
    );
  });

  it('is bounded where calls are long, too', () => {
    const values = new Map([['response_latency', Array.from({ length: 1000 }, () => 812.5)]] as const);
    const calls = Array.from({ length: 200 }, (_, number) => ({
      number,
      caller: 'buyer',
      values,
      rates: new Map(),
    }));
    const text = baselineText(savedBaseline('main', { ...run, calls, ofCalls: 200 }));
    expect(text.length).toBeLessThan(1e6);
    expect(readAgain(text).numbers).toHaveLength(100);
  });
});

describe('a file that somebody wrote', () => {
  const good = savedBaseline('main', run);
  const column = (entry: unknown): readonly unknown[] => good.numbers.map(() => entry);
  it.each<[what: string, value: unknown, path: string, expected: string]>([
    ['nothing', null, '', 'object'],
    ['another version', { ...good, version: 2 }, '.version', 'version 1'],
    ['no target', { ...good, identity: { ...good.identity, target: null } }, '.identity.target', 'object'],
    ['calls that are less than none', { ...good, ofCalls: -1 }, '.ofCalls', 'a whole number of at least 0'],
    ['half a call', { ...good, ofCalls: 0.5 }, '.ofCalls', 'a whole number of at least 0'],
    ['a caller too few', { ...good, callers: good.callers.slice(1) }, '.callers', '40 entries'],
    ['a call twice', { ...good, numbers: column(1) }, '.numbers', 'every call once'],
    [
      'a word for a number',
      { ...good, values: { response_latency: column(['x']) } },
      '.values.response_latency[0][0]',
      'number or null',
    ],
    [
      'a time below zero',
      { ...good, values: { response_latency: column([-1]) } },
      '.values.response_latency[0][0]',
      'a number of at least 0 or null',
    ],
    [
      'a short column',
      { ...good, values: { response_latency: [[1]] } },
      '.values.response_latency',
      '40 entries',
    ],
    [
      'more cases than all',
      { ...good, rates: { error_rate: column([2, 1]) } },
      '.rates.error_rate[0]',
      'at most all',
    ],
    [
      'cases of nothing',
      { ...good, rates: { error_rate: column([2]) } },
      '.rates.error_rate[0]',
      '[cases, of]',
    ],
    [
      'cases that are none',
      { ...good, rates: { error_rate: column('2') } },
      '.rates.error_rate[0]',
      '[cases, of]',
    ],
    [
      'cases below zero',
      { ...good, rates: { error_rate: column([-1, 1]) } },
      '.rates.error_rate[0]',
      'a whole number of at least 0',
    ],
    [
      'of a part of a case',
      { ...good, rates: { error_rate: column([1, 1.5]) } },
      '.rates.error_rate[0]',
      'a whole number of at least 0',
    ],
    [
      'a rate among values',
      { ...good, values: { error_rate: column([1]) } },
      '.values.error_rate',
      'no values of error_rate',
    ],
    [
      'values among rates',
      { ...good, rates: { response_latency: column([1, 1]) } },
      '.rates.response_latency',
      'no rates of response_latency',
    ],
    ['a list of columns', { ...good, rates: [] }, '.rates', 'object'],
    ['no columns', { ...good, values: null }, '.values', 'object'],
    ['a word for columns', { ...good, values: 'none' }, '.values', 'object'],
  ])(
    'is refused with the place of what is wrong, and what should be there: %s',
    (_, value, path, expected) => {
      const found = wrongInBaseline(value);
      expect(found?.path).toBe(path);
      expect(found?.expected).toBe(expected);
    },
  );

  it('may say of a metric that nobody told, that it never came, or that nothing was a case', () => {
    const sparse = {
      ...good,
      values: { response_latency: column([null, 0]) },
      rates: { error_rate: good.numbers.map((_, at) => (at === 0 ? null : [1, 1])) },
    };
    expect(wrongInBaseline(sparse)).toBeNull();
  });

  it('may have metrics that this version does not know', () => {
    const later = { ...good, values: { ...good.values, later_metric: good.numbers.map(() => [1]) } };
    expect(wrongInBaseline(later)).toBeNull();
    expect(runOfBaseline(later).calls).toEqual(runOfBaseline(good).calls);
  });
});
