/** The views of a trend, whole: after a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '../../../src/report/compare/compared_run.ts';
import { trendOf, type Trend } from '../../../src/report/compare/trend.ts';
import { sparkline } from '../../../src/report/compare/trend_text.ts';
import { trendTerminal, trendViews } from '../../../src/report/compare/trend_views.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { madeRun, type MadeRun } from './compared_runs.ts';

function nth(at: number, made: Partial<MadeRun> = {}): ComparedRun {
  const run = madeRun({ seed: 10 + at, calls: 50, ...made });
  const day = String(at + 1).padStart(2, '0');
  return { ...run, identity: { ...run.identity, startedAt: `2026-08-${day}T12:00:00.000Z` } };
}

const slower = { buyer: 1.3, refund: 1.3, returns: 1.3 };
const stepped = trendOf([nth(0), nth(1), nth(2), nth(3, { slower }), nth(4, { slower }), nth(5, { slower })]);

function verdictsOf({ metrics }: Trend, metric: string, stat: string): readonly (string | null)[] {
  const found = metrics.find((one) => one.metric === metric && one.stat === stat);
  return found?.points.map(({ change }) => change?.verdict ?? null) ?? [];
}

describe('a trend', () => {
  it('marks the run at which something really changed, and no other', () => {
    expect(verdictsOf(stepped, 'response_latency', 'p50')).toEqual([
      null,
      'not_told',
      'not_told',
      'worse',
      'not_told',
      'not_told',
    ]);
    expect(stepped.metrics[0]?.overall?.verdict).toBe('worse');
  });

  it('tells the last from the first where each step was too small to be told', () => {
    const creeping = trendOf(
      [1, 1.04, 1.08, 1.12, 1.16].map((by, at) =>
        nth(at, { slower: { buyer: by, refund: by, returns: by } }),
      ),
    );
    const [latency] = creeping.metrics;
    expect(latency?.points.filter(({ change }) => change?.verdict === 'worse').length).toBeLessThan(2);
    expect(latency?.overall?.verdict).toBe('worse');
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

  it('says where the plan changed, and does not pair across it', () => {
    const changed = nth(2, { header: { plan: 'c'.repeat(64), seed: 9 } });
    const made = trendOf([nth(0), nth(1), changed]);
    expect(made.runs.map(({ otherPlan }) => otherPlan)).toEqual([[], [], ['seed 42 → 9']]);
  });
});

/** With a run that cannot be compared, one of another plan, and answers that mostly never came. */
const broken = trendOf(
  [
    nth(0),
    nth(1, { ended: 'interrupted' }),
    nth(2, { unanswered: 0.6 }),
    nth(3, { header: { plan: 'c'.repeat(64), seed: 9 }, slower: { buyer: 0.5, refund: 0.5, returns: 0.5 } }),
  ],
  undefined,
  ['reports/other: another scenario, “else”'],
);

describe.each<[view: string, made: Trend, name: string, told: ((trend: Trend) => string) | undefined]>([
  ['a terminal', stepped, 'trend.txt', (trend) => trendTerminal(trend, plainStyle, 100)],
  ['Markdown', stepped, 'trend.md', trendViews.get('markdown')],
  ['a page', stepped, 'compare/trend.html', trendViews.get('html')],
  ['JSON', stepped, 'compare/trend.json', trendViews.get('json')],
  ['a terminal, broken', broken, 'compare/broken.txt', (trend) => trendTerminal(trend, plainStyle, 70)],
  ['Markdown, broken', broken, 'compare/broken.md', trendViews.get('markdown')],
  ['a page, broken', broken, 'compare/broken.html', trendViews.get('html')],
])('a trend in %s', (_, made, name, told) => {
  it('is as it was', async () => {
    const text = told?.(made) ?? '';
    const file = join(import.meta.dirname, '../../golden', name);
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    expect(text).toBe(await readFile(file, 'utf8'));
  });
});

it('fits a terminal of 60 columns', () => {
  const lines = trendTerminal(stepped, plainStyle, 60).split('\n');
  expect(lines.filter((line) => visibleWidth(line) > 60)).toEqual([]);
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
