/** The views of a trend, whole: after a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '../../../src/report/compare/compared_run.ts';
import { trendOf, type Trend, type TrendChange } from '../../../src/report/compare/trend.ts';
import { alsoShown, usuallyTested } from '../../../src/report/compare/compared_metric.ts';
import { sparkline } from '../../../src/report/compare/trend_text.ts';
import { trendTerminal, trendViews } from '../../../src/report/compare/trend_views.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { marked, markedStyle } from '../marked_style.ts';
import { once } from '../once.ts';
import { madeRun, type MadeRun } from './compared_runs.ts';

function nth(at: number, made: Partial<MadeRun> = {}): ComparedRun {
  const run = madeRun({ seed: 10 + at, calls: 50, ...made });
  const day = String(at + 1).padStart(2, '0');
  return { ...run, identity: { ...run.identity, startedAt: `2026-08-${day}T12:00:00.000Z` } };
}

const latency = [{ metric: 'response_latency', stat: 'p50' }] as const;
const slower = { buyer: 1.3, refund: 1.3, returns: 1.3 };
const stepped = once(() =>
  trendOf([nth(0), nth(1), nth(2), nth(3, { slower }), nth(4, { slower }), nth(5, { slower })]),
);

function verdictsOf({ metrics }: Trend, metric: string, stat: string): readonly (string | null)[] {
  const found = metrics.find((one) => one.metric === metric && one.stat === stat);
  return found?.points.map(({ change }) => change?.verdict ?? null) ?? [];
}

describe('a trend', () => {
  it('marks the run at which something really changed, and no other', () => {
    expect(verdictsOf(stepped(), 'response_latency', 'p50')).toEqual([
      null,
      'not_told',
      'not_told',
      'worse',
      'not_told',
      'not_told',
    ]);
    expect(stepped().metrics[0]?.overall?.verdict).toBe('worse');
  });

  it('tells the last from the first where each step was too small to be told', () => {
    const creeping = trendOf(
      [1, 1.04, 1.08, 1.12, 1.16].map((by, at) =>
        nth(at, { slower: { buyer: by, refund: by, returns: by } }),
      ),
    );
    const [told] = creeping.metrics;
    expect(told?.points.filter(({ change }) => change?.verdict === 'worse').length).toBeLessThan(2);
    expect(told?.overall?.verdict).toBe('worse');
  });

  it('is quiet where nothing changes', () => {
    const quiet = trendOf(Array.from({ length: 8 }, (_, at) => nth(at, { unanswered: 0.05 })));
    const changes = quiet.metrics.flatMap(({ points, overall }) => [
      overall,
      ...points.map(({ change }) => change),
    ]);
    expect(changes.filter((change) => change?.verdict === 'worse' || change?.verdict === 'better')).toEqual(
      [],
    );
    expect(quiet.tests).toBeGreaterThan(15);
  });

  it('leaves out what cannot be compared, says why, and goes on from the run before it', () => {
    const broken = nth(1, { ended: 'interrupted' });
    const elsewhere = nth(2);
    const other = {
      ...elsewhere,
      identity: { ...elsewhere.identity, target: { url: 'wss://other', model: 'm' } },
    };
    const made = trendOf([nth(0), broken, other, nth(3, { slower })]);
    expect(made.runs.map(({ why }) => why)).toEqual([
      null,
      expect.stringContaining('ended early (interrupted)'),
      'another target: wss://other',
      null,
    ]);
    expect(verdictsOf(made, 'response_latency', 'p50')).toEqual([null, null, null, 'worse']);
    expect(made.metrics[0] && sparkline(made.metrics[0])).toBe('▁  █');
  });

  it('of too few calls has its figure and no change, and neither do one or two runs say what changed since the first', () => {
    const made = trendOf([nth(0), nth(1, { calls: 9 }), nth(2)], latency);
    expect(made.runs.map(({ why }) => why)).toEqual([null, null, null]);
    const [told] = made.metrics;
    expect(told?.points.map(({ change }) => change)).toEqual([null, null, null]);
    expect(told?.points[1]?.figure).toMatchObject({ calls: 9, interval: null });
    expect(told?.overall?.verdict).toBe('not_told');
    expect(trendOf([nth(0), nth(1)], latency).metrics[0]?.overall).toBeNull();
    expect(trendOf([nth(0)], latency).metrics[0]?.points).toMatchObject([
      { change: null, figure: { calls: 50 } },
    ]);
    expect(() => trendOf([])).toThrow('a trend of no runs');
  });

  it('corrects for all that it tests, and counts them: each change that has a p', () => {
    const { metrics, tests } = stepped();
    const ps = metrics.flatMap(({ points, overall }) => [...points.map(({ change }) => change), overall]);
    expect(tests).toBe(ps.filter((change) => (change?.p ?? null) !== null).length);
    expect(tests).toBeGreaterThan(10);
  });

  it('has deals enough for the rarest p that the correction asks for', () => {
    const all = [...usuallyTested, ...alsoShown].map(({ metric, stat }) => ({ metric, stat }));
    const made = trendOf([nth(0), nth(1), nth(2, { slower: { buyer: 2, refund: 2, returns: 2 } })], all);
    const found = made.metrics.find(({ metric, stat }) => metric === 'response_latency' && stat === 'p50');
    expect(found?.points[2]?.change?.p).toBeLessThan(0.05 / ((2 + 1) * all.length));
  });

  it('is of what is asked for, in the order of what is asked, with which way is better', () => {
    const asked = [
      { metric: 'response_rate', stat: 'rate' },
      { metric: 'call_duration', stat: 'p50' },
    ] as const;
    const made = trendOf([nth(0), nth(1, { unanswered: 0.5 })], asked, ['x']);
    expect(made).toMatchObject({ type: 'trend', version: 1, scenario: 'support-line', leftOut: ['x'] });
    expect(made.target).toEqual({ url: 'simulator', model: 'gpt-realtime-2.1' });
    expect(made.metrics).toMatchObject([
      { ...asked[0], unit: 'ratio', better: 'higher' },
      { ...asked[1], unit: 'ms', better: 'neither' },
    ]);
    expect(verdictsOf(made, 'response_rate', 'rate')).toEqual([null, 'worse']);
    const back = trendOf([nth(0, { unanswered: 0.5 }), nth(1)], asked);
    expect(verdictsOf(back, 'response_rate', 'rate')).toEqual([null, 'better']);
    expect(trendOf([nth(0), nth(1)]).metrics.map(({ metric, stat }) => `${metric}.${stat}`)).toEqual([
      'response_latency.p50',
      'response_latency.p95',
      'response_rate.rate',
      'error_rate.rate',
      'cost_per_call.mean',
    ]);
  });

  it('knows of a figure that never came which way it changed', () => {
    const made = trendOf([nth(0), nth(1, { unanswered: 0.8 }), nth(2)], latency);
    expect(verdictsOf(made, 'response_latency', 'p50')).toEqual([null, 'worse', 'better']);
    expect(made.metrics[0]?.points.map(({ change }) => change?.beyond)).toEqual([
      undefined,
      'above',
      'below',
    ]);
  });

  it('of an invalid run tells nothing, and why; nor of one that was made in another way', () => {
    const of = (at: number, fields: Partial<ComparedRun['identity']>): ComparedRun => {
      const run = nth(at);
      return { ...run, identity: { ...run.identity, ...fields } };
    };
    const made = trendOf(
      [
        nth(0),
        of(1, { verdict: 'invalid', reasons: ['frames went out late'] }),
        of(2, { engine: 'virtual' }),
        of(3, { plan: 'other', seed: 3 }),
        nth(4),
      ],
      latency,
    );
    expect(made.runs.map(({ why }) => why)).toEqual([
      null,
      'reports/11 is invalid: frames went out late',
      'another engine: virtual before, node after',
      null,
      null,
    ]);
    // The last may be no good itself: that is no reason against the others.
    const last = trendOf([nth(0), nth(1), of(2, { verdict: 'invalid', reasons: [] })], latency);
    expect(last.runs.map(({ why }) => why !== null)).toEqual([false, false, true]);
  });

  it('says where the plan changed, and does not pair across it', () => {
    const changed = nth(2, { header: { plan: 'c'.repeat(64), seed: 9 } });
    const made = trendOf([nth(0), nth(1), changed]);
    expect(made.runs.map(({ otherPlan }) => otherPlan)).toEqual([[], [], ['seed 42 → 9']]);
  });
});

/** With a run that cannot be compared, one of another plan, and answers that mostly never came. */
const broken = once(() =>
  trendOf(
    [
      nth(0),
      nth(1, { ended: 'interrupted' }),
      nth(2, { unanswered: 0.6 }),
      nth(3, {
        header: { plan: 'c'.repeat(64), seed: 9 },
        slower: { buyer: 0.5, refund: 0.5, returns: 0.5 },
      }),
    ],
    undefined,
    ['reports/other: another scenario, “else”'],
  ),
);

describe.each<[view: string, made: () => Trend, name: string, told: ((trend: Trend) => string) | undefined]>([
  ['a terminal', stepped, 'trend.txt', (trend) => trendTerminal(trend, plainStyle, 100)],
  ['Markdown', stepped, 'trend.md', trendViews.get('markdown')],
  ['a page', stepped, 'compare/trend.html', trendViews.get('html')],
  ['JSON', stepped, 'compare/trend.json', trendViews.get('json')],
  ['a terminal, broken', broken, 'compare/broken.txt', (trend) => trendTerminal(trend, plainStyle, 70)],
  ['Markdown, broken', broken, 'compare/broken.md', trendViews.get('markdown')],
  ['a page, broken', broken, 'compare/broken.html', trendViews.get('html')],
])('a trend in %s', (_, made, name, told) => {
  it('is as it was', async () => {
    const text = told?.(made()) ?? '';
    const file = join(import.meta.dirname, '../../golden', name);
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    expect(text).toBe(await readFile(file, 'utf8'));
  });
});

it('fits a terminal of 60 columns', () => {
  const lines = trendTerminal(stepped(), plainStyle, 60).split('\n');
  expect(lines.filter((line) => visibleWidth(line) > 60)).toEqual([]);
});

it('in a terminal is green where it got better, red where worse, and yellow where it changed', () => {
  const lines = (verdict: TrendChange['verdict']): string => {
    const change = {
      difference: 100,
      beyond: null,
      relative: null,
      interval: null,
      unit: 'ms',
      p: 0.001,
      verdict,
    } as const;
    const { runs, metrics } = stepped();
    const told = metrics.slice(0, 1).map((one) => ({
      ...one,
      points: one.points.map((point, at) => ({ ...point, change: at === 1 ? change : null })),
      overall: change,
    }));
    return marked(trendTerminal({ ...stepped(), runs, metrics: told }, markedStyle, 100));
  };
  for (const [verdict, colour, sign] of [
    ['worse', 'red', '✗'],
    ['better', 'green', '✓'],
    ['changed', 'yellow', '◆'],
  ] as const) {
    expect(lines(verdict)).toContain(`  {${colour} ${sign} ${verdict}: +100 ms}  reports/11`);
    expect(lines(verdict)).toContain(`\n  since the first: {${colour} ${sign} ${verdict}: +100 ms}\n`);
  }
  expect(lines('not_told')).not.toContain('since the first:');
  expect(lines('worse')).toMatch(
    /^\{bold response_latency\.p50 worse at reports\/11 \(\+100 ms\)\}\n\{dim support-line against simulator\}\n\n/,
  );
  expect(lines('worse')).toMatch(/\n\{bold response_latency\.p50\} {2}[▁-█]{6}\n/);
});

it('tells nothing of a metric that no run has', () => {
  const nothing = stepped().metrics.map((one) => ({
    ...one,
    points: one.points.map(() => ({ figure: null, change: null })),
    overall: null,
  }));
  const made = { ...stepped(), metrics: nothing };
  expect(trendTerminal(made, plainStyle, 100)).not.toContain('response_latency');
  expect(trendViews.get('html')?.(made)).not.toContain('response_latency');
});

it('as a page is drawn, without a script, and text from outside is none of its markup', () => {
  const hostile = '</style><script>alert(1)</script>';
  const made = trendOf(
    [0, 1, 2].map((at) => {
      const run = nth(at);
      return { ...run, identity: { ...run.identity, given: hostile, scenario: hostile } };
    }),
  );
  const page = trendViews.get('html')?.(made) ?? '';
  expect(page).toContain('alert(1)');
  expect(page).not.toContain('<script');
  expect(page).not.toContain('NaN');
  expect(page.match(/<path class="line"/g)?.length).toBeGreaterThan(1);
});
