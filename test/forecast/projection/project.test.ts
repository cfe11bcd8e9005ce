/** What months of calls will cost: sums worked out by hand, intervals by how often they hold. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import { madeCall, manyCalls, oneYear, projected } from './made_calls.ts';

const sameCalls = Array.from({ length: 20 }, (_, at) => madeCall(at, 0.1));

describe('months', () => {
  it('are days times calls times what a call costs', () => {
    const { months, total } = projected({ calls: sameCalls });
    expect(months.map(({ month }) => month).slice(0, 3)).toEqual(['2027-01', '2027-02', '2027-03']);
    // Chance alone: the root of 3,100 calls is 56.
    expect(months[0]?.calls.median).toBeCloseTo(3100, -1);
    expect(total.calls.median / 36_500).toBeCloseTo(1, 2);
    expect(total.usd.most / 3650).toBeCloseTo(1, 2);
    expect(total.minutes.median / 73_000).toBeCloseTo(1, 2);
  });

  it('grow by the month', () => {
    const { months } = projected({
      calls: sameCalls,
      demand: { ...oneYear, callsPerDay: { low: 1e6, high: 1e6 }, growthPerMonth: { low: 0.1, high: 0.1 } },
    });
    expect(months[11]?.usd.most).toBeCloseTo(31e6 * 1.1 ** 11 * 0.1, -4);
  });

  it('have the weekdays that the calendar has', () => {
    const demand = { ...oneYear, callsPerDay: { low: 1e6, high: 1e6 }, months: 2 };
    const week = [7, 0, 0, 0, 0, 0, 0];
    const [january, february] = projected({ calls: sameCalls, demand: { ...demand, week } }).months;
    // Four Mondays each in January and February 2027, with seven days’ calls.
    expect(january?.calls.median).toBeCloseTo(28e6, -5);
    expect(february?.calls.median).toBeCloseTo(28e6, -5);
  });

  it('are the same for the same input', () => {
    expect(projected({})).toEqual(projected({}));
  });
});

describe('the 90% interval', () => {
  it('covers what the year costs in about nine of ten', () => {
    // The truth by construction: the mean of a log-normal.
    const truth = 0.1 * Math.exp(0.18) * 36_500;
    let covered = 0;
    for (let seed = 0; seed < 40; seed++) {
      const [low, high] = projected({ calls: manyCalls(60, seed) }).total.usd.p90;
      if (low <= truth && truth <= high) covered++;
    }
    // By chance at least 32 of 40 in 98 of 100 such tests, and not all of them as if it said nothing.
    expect(covered).toBeGreaterThanOrEqual(32);
  });

  it('narrows with the root of the calls', () => {
    const width = (count: number): number => {
      const [low, high] = projected({ calls: manyCalls(count, 3) }).total.usd.p90;
      return high - low;
    };
    expect(width(100) / width(1600)).toBeGreaterThan(2.5);
    expect(width(100) / width(1600)).toBeLessThan(6.5);
  });

  it('takes calls of one conversation for one', () => {
    const once = manyCalls(50, 4);
    const again = [...once, ...once, ...once, ...once];
    const width = (calls: typeof once): number => {
      const [low, high] = projected({ calls }).perCallUsd.p90;
      return high - low;
    };
    expect(width(again) / width(once)).toBeCloseTo(1, 1);
  });

  it('is wider by days that stray, by a range of growth and by a range of calls', () => {
    const width = (over: Partial<typeof oneYear>): number => {
      const [low, high] = projected({ calls: sameCalls, demand: { ...oneYear, ...over } }).total.usd.p90;
      return high - low;
    };
    const chance = width({});
    expect(width({ spread: 0.5 })).toBeGreaterThan(3 * chance);
    expect(width({ growthPerMonth: { low: 0, high: 0.05 } })).toBeGreaterThan(10 * chance);
    expect(width({ callsPerDay: { low: 80, high: 120 } })).toBeGreaterThan(10 * chance);
  });

  it('names what it comes of', () => {
    const sources = projected({
      calls: [...manyCalls(50, 1), ...manyCalls(50, 2, { caller: 'complaint', unit: 'other' })],
      demand: { ...oneYear, growthPerMonth: { low: 0, high: 0.01 }, callsPerDay: { low: 90, high: 110 } },
    }).uncertainty.map(({ source }) => source);
    expect(sources).toEqual(['measured_calls', 'mix', 'demand', 'growth', 'chance']);
  });
});

describe('calls of unknown cost', () => {
  it('count with their least and their most, and never as nothing', () => {
    const calls = sameCalls.map((call, at) =>
      at < 10 ? { ...call, untold: true, usd: { least: 0.1, most: 0.3 } } : call,
    );
    const { total, notes, uncertainty } = projected({ calls });
    expect(total.usd.least / 3650).toBeCloseTo(1, 1);
    expect(total.usd.most / 7300).toBeCloseTo(1, 1);
    expect(total.usd.p90[0]).toBeLessThan(total.usd.least);
    expect(total.usd.p90[1]).toBeGreaterThan(total.usd.most);
    expect(notes.join()).toContain('Of 10 calls nobody told all');
    expect(uncertainty.at(-1)?.source).toBe('untold');
  });
});

describe('the mix', () => {
  const calls = [
    ...Array.from({ length: 20 }, (_, at) => madeCall(at, 0.1)),
    ...Array.from({ length: 20 }, (_, at) => madeCall(100 + at, 0.3, { caller: 'complaint' })),
  ];

  it('as given decides what a call costs', () => {
    const mix = new Map([
      ['refund', 25],
      ['complaint', 75],
    ]);
    const { perCallUsd, demand, uncertainty } = projected({ calls, mix });
    expect(perCallUsd.most).toBeCloseTo(0.25, 6);
    expect(demand.mix).toBe('given');
    expect(uncertainty.map(({ source }) => source)).not.toContain('mix');
  });

  it('may leave somebody out', () => {
    const { callers, perCallUsd } = projected({ calls, mix: new Map([['complaint', 1]]) });
    expect(callers.map(({ name }) => name)).toEqual(['complaint']);
    expect(perCallUsd.most).toBeCloseTo(0.3, 6);
  });

  it('is refused for somebody who never called', () => {
    expect(() => projected({ calls, mix: new Map([['complain', 1]]) })).toThrow(
      /nobody called as "complain".*complaint/,
    );
  });
});

describe('what the calls cannot carry', () => {
  it('is refused, with how many calls would', () => {
    const [caller] = projected({ calls: manyCalls(20, 1) }).callers;
    expect(caller?.usd.p50.kind).toBe('known');
    expect(caller?.usd.p95).toEqual({ kind: 'refused', calls: 20, needed: 200 });
    expect(caller?.usd.p99).toEqual({ kind: 'refused', calls: 20, needed: 1000 });
    const [more] = projected({ calls: manyCalls(1000, 1) }).callers;
    expect(more?.usd.p99.kind).toBe('known');
  });

  it('is said of all calls together by the mix, and of as many as count alike', () => {
    const calls = [
      ...manyCalls(100, 1),
      ...Array.from({ length: 100 }, (_, at) => madeCall(1000 + at, 9, { caller: 'dear' })),
    ];
    const even = projected({ calls }).ofAll.usd;
    // Half of all calls are dear.
    expect(even.p95).toEqual({ kind: 'known', value: 9 });
    const mix = new Map([
      ['refund', 97],
      ['dear', 3],
    ]);
    // 97% of the weight lies on 100 calls, and those cannot carry a p95.
    expect(projected({ calls, mix }).ofAll.usd.p95).toEqual({ kind: 'refused', calls: 106, needed: 200 });
  });

  it('is refused whole where next to nobody called', () => {
    expect(() => projected({ calls: manyCalls(9, 1) })).toThrow(/at least 10 calls .* found 9/);
  });

  it('borrows the spread of all for a caller of whom few called, and says so', () => {
    const calls = [...manyCalls(100, 1), madeCall(999, 0.2, { caller: 'rare' })];
    const { callers, notes } = projected({ calls });
    const rare = callers.find(({ name }) => name === 'rare');
    expect(rare?.few).toBe(true);
    expect(rare?.meanUsd.p90[1]).toBeGreaterThan(0.3);
    expect(notes.join()).toContain('Of rare there is only 1 call');
  });

  it('tells how many calls would bring it to five percent, and they do', () => {
    const before = projected({ calls: manyCalls(60, 2) });
    const needed = before.callsForFivePercent ?? 0;
    expect(needed).toBeGreaterThan(100);
    const { total, uncertainty } = projected({ calls: manyCalls(needed, 5) });
    const [low, high] = uncertainty[0]?.usd ?? [0, 0];
    expect((high - low) / 2 / total.usd.most).toBeGreaterThan(0.035);
    expect((high - low) / 2 / total.usd.most).toBeLessThan(0.065);
  });
});

describe('a budget', () => {
  it('does in as many years as cost no more', () => {
    const calls = manyCalls(200, 7);
    const { total } = projected({ calls });
    const holds = (budgetUsd: number): number | undefined => projected({ calls, budgetUsd }).budget?.holds[0];
    expect(holds(total.usd.most)).toBeCloseTo(0.5, 1);
    expect(holds(total.usd.p90[1])).toBeCloseTo(0.95, 2);
    expect(holds(1)).toBe(0);
    expect(projected({ calls }).budget).toBeNull();
  });

  it('is told twice where nobody told all that was used', () => {
    const calls = sameCalls.map((call) => ({ ...call, untold: true, usd: { least: 0.1, most: 0.3 } }));
    expect(projected({ calls, budgetUsd: 7300 }).budget?.holds).toEqual([0, 1]);
  });
});

describe('the busiest hour', () => {
  it('is Little’s law for the last month', () => {
    const hours = Array.from({ length: 168 }, (_, at) => (at % 24 === 9 ? 12 : 12 / 23));
    const { busiest } = projected({
      calls: sameCalls,
      demand: { ...oneYear, callsPerDay: { low: 2400, high: 2400 }, hours },
    });
    expect(busiest.callsPerHour).toBeCloseTo(1200, 6);
    // 1,200 an hour, of two minutes each.
    expect(busiest.atOnce).toBeCloseTo(40, 6);
    expect(busiest.p99AtOnce).toBe(55);
    expect(busiest.shapeKnown).toBe(true);
  });
});

describe('a what-if', () => {
  it('is over the same calls, so that its difference is surer than either', () => {
    const random = new Random('otherwise');
    const calls = manyCalls(200, 6).map((call) => {
      const usd = call.usd.most * 0.5 * (1 + 0.02 * random.normal());
      return { ...call, otherwise: [{ least: usd, most: usd }] };
    });
    const asked = { text: 'half', assumes: [], refused: null, measureBy: null };
    const { whatIfs, total } = projected({ calls, whatIfs: [asked] });
    const [half] = whatIfs;
    expect(half?.usdPerMonth?.most).toBeCloseTo(total.usd.most / 24, -1);
    expect(half?.difference?.share[0]).toBeCloseTo(-0.5, 1);
    const [low, high] = half?.difference?.p90 ?? [0, 0];
    expect(low).toBeLessThan(-total.usd.most / 24);
    expect(high).toBeGreaterThan(-total.usd.most / 24);
    expect(high).toBeLessThan(0);
  });

  it('that is refused has no figure', () => {
    const asked = { text: 'vad', assumes: [], refused: 'nobody knows', measureBy: null };
    expect(projected({ whatIfs: [asked] }).whatIfs[0]).toMatchObject({
      usdPerMonth: null,
      difference: null,
      refused: 'nobody knows',
    });
  });
});
