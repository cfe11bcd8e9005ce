/** A forecast in words, of figures that are seldom met in a whole one. */

import { describe, expect, it } from 'vitest';
import type { Forecast, WhatIfForecast } from '../../../src/forecast/projection/forecast.ts';
import {
  between,
  budgetText,
  busiestText,
  demandText,
  headline,
  lossFigure,
  lossName,
  money,
  moneyByPart,
  moreCallsText,
  quantileText,
  runTexts,
  signedMoney,
  spanText,
  uncertaintyText,
  whatIfDifference,
  whatIfInterval,
  whatIfMonth,
  whatIfNotes,
} from '../../../src/report/forecast/forecast_text.ts';

/** With those fields alone that a text is made of. */
const of = (fields: object): Forecast => fields as unknown as Forecast;
const whatIf = (fields: Partial<WhatIfForecast>): WhatIfForecast => ({
  text: '',
  assumes: [],
  refused: null,
  measureBy: null,
  usdPerMonth: null,
  difference: null,
  ...fields,
});

describe('money', () => {
  it('is to three digits, to whole dollars from a hundred on, and has a sign where it is a difference', () => {
    expect([99.994, 100, 999.4, 1000, 99_960, 123_456].map(money)).toEqual([
      '$99.99',
      '$100',
      '$999',
      '$1,000',
      '$100,000',
      '$123,500',
    ]);
    expect([-0.5, -100, 0].map(money)).toEqual(['−$0.500', '−$100', '$0.00']);
    expect([5, -5, 0].map(signedMoney)).toEqual(['+$5.00', '−$5.00', '$0.00']);
    expect(between(1, 1.001)).toBe('$1.00');
    expect(between(1, 2)).toBe('$1.00 to $2.00');
    expect(between(1, 2, signedMoney)).toBe('+$1.00 to +$2.00');
  });

  it('of a quantile is told, or how many calls it takes', () => {
    expect(quantileText({ kind: 'known', value: 2 }, money)).toBe('$2.00');
    expect(quantileText({ kind: 'unknown', needed: 1000 } as never, money)).toBe('takes 1,000 calls');
  });

  it('by what was used is added up over all callers, the most first', () => {
    const flows = [
      { caller: 'a', part: 'audio in', usdPerMonth: 1 },
      { caller: 'a', part: 'audio out', usdPerMonth: 5 },
      { caller: 'b', part: 'audio in', usdPerMonth: 2 },
    ];
    expect(moneyByPart(of({ money: flows }))).toEqual([
      { part: 'audio out', usd: 5 },
      { part: 'audio in', usd: 3 },
    ]);
  });
});

describe('what a forecast comes to', () => {
  const total = { usd: { least: 1200, most: 1200, p90: [1000, 1500] } };
  const months = Array.from({ length: 3 }, (_, at) => ({ month: `2027-0${at + 1}` }));

  it('is a sum, how sure it is, and what that is a month', () => {
    expect(headline(of({ total, months }))).toBe(
      '$1,200 for 2027-01 to 2027-03: with 90% probability $1,000 to $1,500, $400 a month on average',
    );
    expect(spanText(of({ months: months.slice(0, 1) }))).toBe('2027-01');
    expect(spanText(of({ months: [] }))).toBe('');
    const open = { usd: { ...total.usd, most: 1800 } };
    expect(headline(of({ total: open, months: [] }))).toMatch(/^\$1,200 to \$1,800 for : .* \$1,500 a month/);
  });

  it('is whether what was set aside does, where something was', () => {
    expect(budgetText(of({ budget: null }))).toBeNull();
    expect(budgetText(of({ budget: { usd: 4500, holds: [0.9, 0.9] } }))).toBe(
      '$4,500 do with a probability of 90%',
    );
    expect(budgetText(of({ budget: { usd: 4500, holds: [0.8, 0.9] } }))).toBe(
      '$4,500 do with a probability of 80% to 90%',
    );
  });

  it('is how many calls would make it surer, where that can be told', () => {
    expect(moreCallsText(of({ callsForFivePercent: null, callers: [] }))).toBeNull();
    const callers = [{ conversations: 30 }, { conversations: 12 }];
    expect(moreCallsText(of({ callsForFivePercent: 1200, callers }))).toBe(
      'With 1,200 calls in place of 42 what the measured calls leave open would be ±5%.',
    );
  });
});

describe('how many calls are expected', () => {
  const demand = {
    callsPerDay: { low: 200, high: 200 },
    growthPerMonth: { low: 0, high: 0 },
    week: [1, 1, 1, 1, 1, 1, 1],
    spread: 0,
    start: '2027-01',
    mix: 'given',
  };
  const told = (fields: object): string => demandText(of({ demand: { ...demand, ...fields } }));

  it('is told with how that grows and strays', () => {
    expect(told({})).toBe('200 calls a day in 2027-01; no growth; mix as given');
    expect(told({ callsPerDay: { low: 9.44, high: 1234.5 }, mix: 'measured' })).toBe(
      '9.4 to 1,235 calls a day in 2027-01; no growth; mix as in the runs',
    );
    expect(told({ growthPerMonth: { low: 0.05, high: 0.05 } })).toContain('; growth of 5% a month; ');
    expect(told({ growthPerMonth: { low: -0.02, high: 0.05 } })).toContain('; growth of −2% to 5% a month; ');
    expect(told({ growthPerMonth: { low: 0, high: 0.05 } })).toContain('; growth of 0% to 5% a month; ');
    expect(told({ week: [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0] })).toContain(
      '; week (Monday first) 1.4, 1.4, 1.4, 1.4, 1.4, 0, 0; mix',
    );
    expect(told({ spread: 0.1 })).toContain('; days that stray by 10% over chance; mix');
  });

  it('is told of the busiest hour, and at least where nothing says when people call', () => {
    const runs = [{ given: 'reports/a' }, { given: 'reports/b' }];
    const busiest = {
      callsPerHour: 33.4,
      meanMinutes: 3,
      atOnce: 1.67,
      p90: [0.94, 12.4],
      p99AtOnce: 1200,
      shapeKnown: true,
    };
    const text =
      '33 calls in the busiest hour of month 12, of 3 min 0 s each: 1.7 at once (0.9 to 12), and 1,200 in one look of a hundred. How many lines that takes: callstorm staffing --calls-per-hour 33 --from reports/a reports/b --blocking 1%';
    expect(busiestText(of({ busiest, runs, demand: { months: 12 } }))).toBe(text);
    expect(
      busiestText(of({ busiest: { ...busiest, shapeKnown: false }, runs, demand: { months: 12 } })),
    ).toBe(`at least (when in the day people call is not known: --day, --arrivals) ${text}`);
  });

  it('is of runs, each with when it was made and at whose prices', () => {
    const run = {
      given: 'reports/\u001Ba',
      scenario: 's',
      engine: 'node',
      calls: 1,
      prices: 'p',
      startedAt: '2026-12-01T00:00:00.000Z',
    };
    expect(runTexts(of({ runs: [run, { ...run, engine: 'virtual', calls: 1200 }] }))).toEqual([
      String.raw`reports/\u001ba: s, run 2026-12-01, 1 call at the prices of p`,
      String.raw`reports/\u001ba: s, rehearsed 2026-12-01, 1,200 calls at the prices of p`,
    ]);
  });
});

describe('what it is made of', () => {
  it('has the doubt of each part, with its signs', () => {
    expect(uncertaintyText({ text: '', usd: [-200, 300] } as never)).toBe('−$200 to +$300');
  });

  it('has what was lost, by its name, with how sure that is', () => {
    const names = [
      'faults',
      'interruptions',
      'agent_interruptions',
      'silences',
      'retries',
      'failed',
      'unheard',
    ] as const;
    expect(names.map((what) => lossName({ what } as never))).toEqual([
      'faults on purpose',
      'callers interrupting',
      'the agent interrupting',
      'silent callers',
      'reconnects, told again',
      'calls that failed',
      'paid for, never heard',
    ]);
    expect(lossFigure({ usdPerMonth: null, p90: null } as never)).toBe('not known');
    expect(lossFigure({ usdPerMonth: 5, p90: null } as never)).toBe('$5.00');
    expect(lossFigure({ usdPerMonth: 5, p90: [4, 6] } as never)).toBe('$5.00 ($4.00 to $6.00)');
  });
});

describe('what if', () => {
  it('has what it would come to, and by how much that differs', () => {
    const difference = { usd: { least: -50, most: -50 }, share: [-0.1, -0.1], p90: [-60, -40] };
    const one = whatIf({ usdPerMonth: { least: 450, most: 460 }, difference } as never);
    expect([whatIfMonth(one), whatIfDifference(one), whatIfInterval(one)]).toEqual([
      '$450 to $460',
      '−$50.00 (−10%)',
      '−$60.00 to −$40.00',
    ]);
    const open = { ...difference, usd: { least: 0, most: 50 }, share: [0, 0.1] };
    expect(whatIfDifference(whatIf({ difference: open } as never))).toBe('$0.00 to +$50.00 (±0% to +10%)');
  });

  it('says why it is refused, what it takes for granted, and how to measure it', () => {
    const none = whatIf({});
    expect([whatIfMonth(none), whatIfDifference(none), whatIfInterval(none)]).toEqual(['–', 'refused', '']);
    expect(whatIfNotes(none)).toEqual([]);
    expect(
      whatIfNotes(whatIf({ refused: 'no \u001Bprice', assumes: ['a', 'b'], measureBy: 'callstorm run x' })),
    ).toEqual([
      String.raw`not reckoned: no \u001bprice`,
      'assumes a',
      'assumes b',
      'to measure it: callstorm run x',
    ]);
  });
});
