import { describe, expect, it } from 'vitest';
import { compareRuns, tooFewCalls } from '../../../src/report/compare/compare_runs.ts';
import { regressionsOf, type ComparedRow, type Comparison } from '../../../src/report/compare/comparison.ts';
import { isReal } from '../../../src/report/compare/comparison_text.ts';
import { readTolerance } from '../../../src/report/compare/tolerance.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { gathered } from '../log_builder.ts';
import { once } from '../once.ts';
import { madeRecords, madeRun } from './compared_runs.ts';

function rowsOf(comparison: Comparison): readonly ComparedRow[] {
  return comparison.after[0]?.rows ?? [];
}

function row(
  comparison: Comparison,
  metric: string,
  stat: string,
  caller: string | null = null,
): ComparedRow {
  const found = rowsOf(comparison).find(
    (one) => one.metric === metric && one.stat === stat && one.caller === caller,
  );
  if (found === undefined) throw new Error(`no row of ${metric}.${stat}`);
  return found;
}

/** Two runs of one plan, and what is told of them where nobody asks for anything else. */
const [a, b] = [madeRun({ seed: 1, calls: 40 }), madeRun({ seed: 2, calls: 40 })];
const usual = once(() => compareRuns(a, [b]));

describe('of two runs that differ', () => {
  it('finds one kind of caller that is 15% slower in six tries of six, and says of whom', () => {
    const before = madeRun({ seed: 1, calls: 90 });
    let found = 0;
    for (let seed = 100; seed < 106; seed++) {
      const after = madeRun({ seed, calls: 90, slower: { refund: 1.15 } });
      const worse = rowsOf(compareRuns(before, [after], { bare: true })).filter(
        ({ verdict }) => verdict === 'worse',
      );
      if (worse.some(({ caller }) => caller === 'refund')) found++;
      expect(worse.filter(({ caller }) => caller !== null && caller !== 'refund').length).toBeLessThan(2);
    }
    expect(found).toBe(6);
  });

  it('finds it without pairs too, with more calls', () => {
    let found = 0;
    for (let seed = 200; seed < 203; seed++) {
      const before = madeRun({ seed, calls: 240 });
      const after = madeRun({
        seed: seed + 50,
        calls: 240,
        slower: { refund: 1.15 },
        header: { plan: 'c'.repeat(64) },
      });
      const comparison = compareRuns(before, [after], { bare: true });
      expect(comparison.after[0]?.pairing.kind).toBe('independent');
      if (row(comparison, 'response_latency', 'p50', 'refund').verdict === 'worse') found++;
    }
    expect(found).toBe(3);
  });

  it('knows which way is better, of a rate too', () => {
    const [slow, quick] = [madeRun({ seed: 1, unanswered: 0.3, failed: 0.4 }), madeRun({ seed: 2 })];
    const better = compareRuns(slow, [quick]);
    expect(row(better, 'response_rate', 'rate').verdict).toBe('better');
    expect(row(better, 'error_rate', 'rate')).toMatchObject({ verdict: 'better', regression: false });
    const worse = compareRuns(quick, [slow]);
    expect(row(worse, 'response_rate', 'rate')).toMatchObject({ verdict: 'worse', regression: true });
    expect(row(worse, 'error_rate', 'rate').difference).toBeGreaterThan(0);
  });

  it('ranks what never came last, and knows no bound where the percentile is among it', () => {
    const [before, after] = [madeRun({ seed: 1 }), madeRun({ seed: 2, unanswered: 0.7 })];
    expect(row(compareRuns(before, [after]), 'response_latency', 'p50')).toMatchObject({
      after: { value: null },
      difference: null,
      beyond: 'above',
      verdict: 'worse',
    });
    const never = compareRuns(after, [madeRun({ seed: 3, unanswered: 0.7 })]);
    expect(row(never, 'response_latency', 'p50')).toMatchObject({ difference: null, beyond: null });
    expect(isReal(row(never, 'response_latency', 'p50'))).toBe(false);
  });
});

describe('of two runs of the same thing', () => {
  it('is quiet in 19 of 20, all rows together, ten of them paired and ten not', () => {
    let quiet = 0;
    for (const plan of ['a', 'c']) {
      for (let seed = 0; seed < 10; seed++) {
        const of = (own: number, of: string): ReturnType<typeof madeRun> =>
          madeRun({ seed: own, calls: 40, unanswered: 0.05, failed: 0.1, header: { plan: of.repeat(64) } });
        const rows = rowsOf(compareRuns(of(300 + seed, 'a'), [of(400 + seed, plan)], { bare: true }));
        expect(rows.filter(({ p }) => p !== null).length).toBeGreaterThan(3);
        if (!rows.some(isReal)) quiet++;
      }
    }
    expect(quiet).toBeGreaterThanOrEqual(19);
  });

  it('of the very same figures differs by exactly nothing', () => {
    const rows = rowsOf(compareRuns(madeRun({ seed: 7 }), [madeRun({ seed: 7 })]));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.map(({ difference }) => difference)).toEqual(rows.map(() => 0));
    expect(rows.filter(({ verdict }) => verdict !== 'same' && verdict !== 'untested')).toEqual([]);
    // Of a rate that is 0 or 1 in both, how far it may really be apart is still told.
    const intervals = rows.flatMap(({ interval, stat }) =>
      interval === null || stat === 'rate' ? [] : [interval],
    );
    expect(intervals).toEqual(intervals.map(() => [0, 0]));
    expect(intervals.length).toBeGreaterThan(5);
  });

  it('is the same, to the digit, whenever it is asked', () => {
    const [a, b] = [madeRun({ seed: 1 }), madeRun({ seed: 2, unanswered: 0.1 })];
    expect(compareRuns(a, [b])).toEqual(compareRuns(a, [b]));
  });
});

it('shows what the report shows, rounded', () => {
  const summary = summarize(gathered(madeRecords({ seed: 5, unanswered: 0.1, failed: 0.1 })));
  const comparison = compareRuns(madeRun({ seed: 5, unanswered: 0.1, failed: 0.1 }), [madeRun({ seed: 6 })]);
  const latency = summary.metrics.response_latency;
  if (latency?.kind !== 'distribution') throw new Error('no latency');
  expect(row(comparison, 'response_latency', 'p50').before.value).toBeCloseTo(
    latency.withMissing?.p50 ?? NaN,
    0,
  );
  const errors = summary.metrics.error_rate;
  if (errors?.kind !== 'rate') throw new Error('no rate');
  expect(row(comparison, 'error_rate', 'rate').before).toMatchObject({ value: errors.rate, cases: 60 });
});

it('knows that a rate is not certain where every call tells the same, and that a share is no call', () => {
  const { before, interval } = row(usual(), 'response_rate', 'rate');
  expect(before.value).toBe(1);
  expect(before.interval?.[0]).toBeCloseTo(0.912, 2);
  expect(interval?.[0]).toBeCloseTo(-0.088, 2);
  expect(interval?.[1]).toBeCloseTo(0.088, 2);
});

describe('what is tested', () => {
  it('is a few rows; the others have no verdict and no p', () => {
    const comparison = usual();
    const tested = rowsOf(comparison).filter(({ p }) => p !== null);
    expect(tested.length).toBe(comparison.tests);
    expect(row(comparison, 'dead_air_total', 'p50')).toMatchObject({ p: null, verdict: 'untested' });
    // No call of either failed: nothing to tell by, and no test that the others would have to pay for.
    expect(row(comparison, 'error_rate', 'rate')).toMatchObject({ p: null, verdict: 'same' });
  });

  it('is what is asked for, in place of the usual', () => {
    const comparison = compareRuns(a, [b], { metrics: [{ metric: 'dead_air_total', stat: 'p50' }] });
    expect(row(comparison, 'dead_air_total', 'p50').p).not.toBeNull();
    expect(row(comparison, 'response_latency', 'p50').p).toBeNull();
    expect(comparison.tests).toBe(1);
  });

  it('is no percentile of few values: it says how many it takes', () => {
    const found = row(usual(), 'response_latency', 'p95');
    expect(found).toMatchObject({
      p: null,
      verdict: 'untested',
      why: 'too few: 160 values, of 200 for a p95',
    });
    const more = compareRuns(madeRun({ seed: 1, calls: 50 }), [madeRun({ seed: 2, calls: 50 })]);
    expect(row(more, 'response_latency', 'p95').p).not.toBeNull();
  });

  it('is no kind of caller with few calls', () => {
    const few = compareRuns(madeRun({ seed: 1, calls: 20 }), [madeRun({ seed: 2, calls: 20 })]);
    const callers = rowsOf(few).filter(({ caller, stat }) => caller !== null && stat === 'p50');
    expect(callers.length).toBe(3);
    for (const { before, p, why } of callers) {
      if (before.calls >= 10) continue;
      expect(p).toBeNull();
      expect(why).toBe(`too few: ${before.calls} calls with any, of 10`);
    }
    expect(callers.some(({ before }) => before.calls < 10)).toBe(true);
  });

  it('corrects for all runs of a page together', () => {
    const one = usual();
    const two = compareRuns(a, [b, madeRun({ seed: 3, calls: 40 })]);
    expect(two.tests).toBe(2 * one.tests);
    expect(two.after[0]?.rows.map(({ p }) => p)).toEqual(one.after[0]?.rows.map(({ p }) => p));
  });

  it('has deals enough for the rarest p that the correction asks for', () => {
    const others = Array.from({ length: 15 }, () => b);
    const many = compareRuns(a, others, { bare: true });
    expect(many.deals).toBeGreaterThan(usual().deals);
    expect(1 / many.deals).toBeLessThan(many.familyError / many.tests);
  });
});

describe('what is asked for', () => {
  const names = (comparison: Comparison): readonly string[] =>
    rowsOf(comparison).map(({ metric, stat, caller }) => [metric, stat, caller ?? ''].join(' ').trim());

  it('is said with it', () => {
    expect(
      compareRuns(a, [b], { metrics: [{ metric: 'response_latency', stat: 'p50' }], bare: true }),
    ).toMatchObject({
      type: 'comparison',
      version: 1,
      familyError: 0.05,
      resamples: 2000,
      deals: 2000,
      seed: 42,
    });
  });

  it('are by themselves, bare, the rows that are tested; else those by caller and those that are shown with them', () => {
    const metrics = [{ metric: 'response_latency', stat: 'p99' }] as const;
    expect(names(compareRuns(a, [b], { metrics, bare: true }))).toEqual(['response_latency p99']);
    const shown = names(compareRuns(a, [b], { metrics }));
    expect(shown.slice(0, 7)).toEqual([
      'response_latency p99',
      ...['buyer', 'refund', 'returns'].flatMap((caller) => [
        `response_latency p50 ${caller}`,
        `response_latency p95 ${caller}`,
      ]),
    ]);
    expect(shown.filter((name) => name === 'response_latency p99')).toHaveLength(1);
    expect(shown).toContain('response_latency p50');
    expect(shown).toContain('dead_air_total p50');
    const bare = names(compareRuns(a, [b], { bare: true }));
    expect(bare).toContain('response_latency p50 buyer');
    expect(bare).not.toContain('response_latency p95 buyer');
    expect(bare).not.toContain('dead_air_total p50');
  });

  it('is tested of all callers, and by caller where nothing else is asked for', () => {
    const metrics = [{ metric: 'response_latency', stat: 'p50' }] as const;
    expect(row(compareRuns(a, [b], { metrics }), 'response_latency', 'p50', 'buyer').p).toBeNull();
    expect(row(usual(), 'response_latency', 'p50', 'buyer').p).not.toBeNull();
    expect(row(usual(), 'response_latency', 'p95', 'buyer').p).toBeNull();
  });

  it('leaves out what is level in both and nobody asked for', () => {
    expect(names(usual())).not.toContain('blocked_rate rate');
    const blocked = [{ metric: 'blocked_rate', stat: 'rate' }] as const;
    expect(row(compareRuns(a, [b], { metrics: blocked }), 'blocked_rate', 'rate').verdict).toBe('same');
  });

  it('may be the figures alone, and may be a part of more tests than these', () => {
    const metrics = [{ metric: 'response_latency', stat: 'p50' }] as const;
    const figures = compareRuns(a, [b], { metrics, bare: true, figuresOnly: true });
    expect(figures.tests).toBe(0);
    expect(rowsOf(figures)).toMatchObject([{ p: null, verdict: 'untested' }]);
    expect(rowsOf(figures)[0]?.interval).not.toBeNull();
    expect(compareRuns(a, [b], { metrics, bare: true, ofTests: 100 }).deals).toBe(4000);
  });

  it('is told with no verdict that the correction for all of it does not bear', () => {
    const before = madeRun({ seed: 1, calls: 60, unanswered: 0.05, failed: 0.1 });
    let spared = 0;
    for (let seed = 500; seed < 503; seed++) {
      const after = madeRun({ seed, calls: 60, slower: { refund: 1.06 }, unanswered: 0.05, failed: 0.1 });
      const rows = rowsOf(compareRuns(before, [after], { bare: true })).filter(({ p }) => p !== null);
      const ranked = rows.toSorted((x, y) => (x.p ?? 1) - (y.p ?? 1));
      let stands = true;
      for (const [rank, { p, verdict, leavesOutZero }] of ranked.entries()) {
        stands &&= (p ?? 1) <= 0.05 / (ranked.length - rank);
        if (!stands && leavesOutZero && verdict === 'not_told') spared++;
        expect(isReal({ verdict })).toBe(stands && leavesOutZero);
      }
    }
    expect(spared).toBeGreaterThan(0);
  });
});

describe('a tolerance', () => {
  const before = madeRun({ seed: 1, calls: 60 });
  const after = madeRun({ seed: 2, calls: 60, slower: { buyer: 1.3, refund: 1.3, returns: 1.3 } });

  it('lets a real difference of its size pass, and no larger one', () => {
    const by = (...texts: readonly string[]): ComparedRow =>
      row(
        compareRuns(before, [after], { tolerances: texts.map(readTolerance), bare: true }),
        'response_latency',
        'p50',
      );
    expect(by()).toMatchObject({ verdict: 'worse', regression: true });
    expect(by('response_latency.p50=50%')).toMatchObject({ verdict: 'worse', regression: false });
    expect(by('response_latency.p50=10%').regression).toBe(true);
    expect(by('response_latency.p50=2s').regression).toBe(false);
    expect(by('response_latency.p50=1ms').regression).toBe(true);
  });

  it('is of all callers: one kind that is worse still is a regression', () => {
    const comparison = compareRuns(before, [after], {
      tolerances: ['response_latency.p50=50%', 'response_latency.p95=50%'].map(readTolerance),
    });
    expect(new Set(regressionsOf(comparison).map(({ caller }) => caller))).toEqual(
      new Set(['buyer', 'refund', 'returns']),
    );
  });

  it('has its metric tested', () => {
    const comparison = compareRuns(before, [after], { tolerances: [readTolerance('dead_air_total=1s')] });
    expect(row(comparison, 'dead_air_total', 'p50')).toMatchObject({ tolerance: '1s' });
    expect(row(comparison, 'dead_air_total', 'p50').p).not.toBeNull();
  });
});

describe('calls', () => {
  /** The first calls of a run. */
  const first = (run: ReturnType<typeof madeRun>, calls: number): ReturnType<typeof madeRun> => ({
    ...run,
    calls: run.calls.slice(0, calls),
  });
  const metrics = [{ metric: 'response_latency', stat: 'p50' }] as const;
  const warningsOf = (a: ReturnType<typeof madeRun>, b: ReturnType<typeof madeRun>): readonly string[] =>
    compareRuns(a, [b], { metrics, bare: true, figuresOnly: true }).after[0]?.warnings ?? [];

  it('are pairs where both runs made them, and what is left over is told', () => {
    const before = madeRun({ seed: 1, calls: 60 });
    const after = madeRun({ seed: 2, calls: 40 });
    const [compared] = compareRuns(before, [after]).after;
    expect(compared?.pairing).toEqual({ kind: 'paired', pairs: 40, leftOver: [20, 0] });
    expect(compared?.warnings).toEqual([
      '20 calls before and 0 after have no partner in the other run and are left out: what kept them from being made may be what differs',
    ]);
  });

  it('without a partner are no matter where they are one in twenty', () => {
    const [a, b] = [madeRun({ seed: 1, calls: 60 }), madeRun({ seed: 2, calls: 60 })];
    expect(warningsOf(a, first(b, 57))).toEqual([]);
    expect(warningsOf(a, first(b, 56))[0]).toMatch(/^4 calls before and 0 after have/);
    expect(warningsOf(first(a, 56), b)[0]).toMatch(/^0 calls before and 4 after have/);
  });

  it('of two plans in which kinds of callers have other shares are to be read by caller', () => {
    const of = (seed: number, plan: string, buyers: number): ReturnType<typeof madeRun> => {
      const run = madeRun({ seed, calls: 40, header: { plan } });
      return {
        ...run,
        calls: run.calls.map((call, at) => ({ ...call, caller: at < buyers ? 'buyer' : 'refund' })),
      };
    };
    const mixed = 'kinds of callers called in other shares: read the rows by caller rather than those of all';
    expect(warningsOf(of(1, 'a', 20), of(2, 'b', 23))).toContain(mixed);
    expect(warningsOf(of(1, 'a', 20), of(2, 'b', 17))).toContain(mixed);
    expect(warningsOf(of(1, 'a', 20), of(2, 'b', 21))).not.toContain(mixed);
    expect(warningsOf(of(1, 'a', 20), of(2, 'a', 30))).not.toContain(mixed);
  });

  it('are too few under ten, in words and with a way out', () => {
    const of = (seed: number, calls: number, plan?: string): ReturnType<typeof madeRun> =>
      madeRun({ seed, calls, ...(plan === undefined ? {} : { header: { plan } }) });
    expect(tooFewCalls(of(1, 9), of(2, 60))).toEqual({
      code: 'too_few_calls',
      text: 'too few calls: 9 calls that both made (0 and 51 others), of at least 10',
      wayOut:
        '10 show a change of half and more; 15% of one kind of caller takes about 60 calls of it where both runs are of one plan (docs/compare.md).',
      passable: false,
    });
    expect(tooFewCalls(of(1, 1), of(2, 1))?.text).toBe(
      'too few calls: 1 call that both made, of at least 10',
    );
    expect(tooFewCalls(of(1, 11), of(2, 9))?.text).toBe(
      'too few calls: 9 calls that both made (2 and 0 others), of at least 10',
    );
    expect(tooFewCalls(of(1, 10), of(2, 60))).toBeNull();
    expect(tooFewCalls(of(1, 60), of(2, 9, 'c'))?.text).toBe(
      'too few calls: 60 before and 9 after, of at least 10',
    );
    expect(tooFewCalls(of(1, 60), of(2, 10, 'c'))).toBeNull();
  });

  it('count where they tell of anything, be it values or cases', () => {
    const run = madeRun({ seed: 1, calls: 10 });
    const nothing = { values: new Map(), rates: new Map() };
    const lacking = (fields: object): ReturnType<typeof madeRun> => ({
      ...run,
      calls: run.calls.map((call, at) => (at === 0 ? { ...call, ...fields } : call)),
    });
    expect(tooFewCalls(lacking({ values: nothing.values }), run)).toBeNull();
    expect(tooFewCalls(lacking({ rates: nothing.rates }), run)).toBeNull();
    expect(tooFewCalls(lacking(nothing), run)?.text).toContain('9 calls that both made');
    expect(tooFewCalls(run, lacking(nothing))?.text).toContain('9 calls that both made');
  });
});
