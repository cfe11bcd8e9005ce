/** The views of a comparison, whole: after a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/report/compare/compare_runs.ts';
import type { ComparedRow, Comparison } from '../../../src/report/compare/comparison.ts';
import { comparisonMarkdown } from '../../../src/report/compare/comparison_markdown.ts';
import { comparisonPage } from '../../../src/report/compare/comparison_page.ts';
import { comparisonTerminal } from '../../../src/report/compare/comparison_terminal.ts';
import { readTolerance } from '../../../src/report/compare/tolerance.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { marked, markedStyle } from '../marked_style.ts';
import { once } from '../once.ts';
import { comparisonOf, row, side } from './compared_rows.ts';
import { madeRun } from './compared_runs.ts';

const comparison = once(() => {
  const before = madeRun({ seed: 1, calls: 60 });
  const after = madeRun({ seed: 2, calls: 60, slower: { refund: 1.3 }, unanswered: 0.03, failed: 0.05 });
  return compareRuns(before, [after], { tolerances: [readTolerance('response_latency.p50=10%')] });
});

async function golden(name: string): Promise<(text: string) => Promise<string>> {
  const file = join(import.meta.dirname, '../../golden', name);
  return async (text) => {
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    return readFile(file, 'utf8');
  };
}

describe('a comparison', () => {
  it('in a terminal is as it was', async () => {
    const text = comparisonTerminal(comparison(), plainStyle, 120);
    expect(text).toBe(await (await golden('comparison.txt'))(text));
  });

  it('in Markdown is as it was', async () => {
    const text = comparisonMarkdown(comparison());
    expect(text).toBe(await (await golden('comparison.md'))(text));
  });

  it.each([60, 80, 100, 140])('fits a terminal of %d columns', (columns) => {
    const lines = comparisonTerminal(comparison(), plainStyle, columns).split('\n');
    expect(lines.filter((line) => visibleWidth(line) > columns)).toEqual([]);
  });

  it('as a page has a drawing a row, and says in words what it draws', () => {
    const page = comparisonPage(comparison());
    const rows = comparison().after[0]?.rows ?? [];
    expect(page.match(/<svg /g)).toHaveLength(rows.length);
    expect(page.match(/<title>/g)).toHaveLength(rows.length + 1);
    expect(page).toContain('class="dot worse"');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('NaN');
    expect(page).toMatch(/default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'/);
  });
});

describe('a comparison in a terminal', () => {
  const told = (...rows: readonly ComparedRow[]): readonly string[] =>
    marked(comparisonTerminal(comparisonOf(rows), markedStyle, 120)).split('\n');

  it('is red where it is a regression, green where it is better, and yellow where neither', () => {
    const lines = told(
      row(),
      row({ stat: 'p95', regression: false, tolerance: '50%' }),
      row({
        metric: 'error_rate',
        stat: 'rate',
        unit: 'ratio',
        relative: null,
        difference: -0.1,
        interval: null,
        verdict: 'better',
        regression: false,
      }),
      row({ metric: 'call_duration', verdict: 'changed', regression: false }),
      row({ metric: 'setup_time', verdict: 'not_told', regression: false, callsToTell: 120 }),
      row({
        metric: 'setup_time',
        stat: 'p95',
        verdict: 'same',
        difference: 0,
        relative: 0,
        regression: false,
      }),
      row({ caller: 'refund' }),
      row({ metric: 'barge_in_stop', verdict: 'untested', why: 'shown, not tested', regression: false }),
    );
    const from = lines.findIndex((line) => line.startsWith('{bold tested}'));
    expect(lines.slice(from, -7)).toEqual([
      '{bold tested}                   {bold before → after}      {bold difference}  {bold 95%}                {bold }   {bold }',
      '  response_latency.p50  800 ms → 800 ms  {red +100 ms (+13%)}  [+50 ms, +150 ms]  {red ✗}  {dim worse}',
      '  response_latency.p95  800 ms → 800 ms  {yellow +100 ms (+13%)}  [+50 ms, +150 ms]  {yellow ✗}  {dim worse, within 50%}',
      '  error_rate            80000% → 80000%          {green −10 pp}                     {green ✓}  {dim better}',
      '  call_duration.p50     800 ms → 800 ms  {yellow +100 ms (+13%)}  [+50 ms, +150 ms]  {yellow ◆}  {dim changed}',
      '  setup_time.p50        800 ms → 800 ms  +100 ms (+13%)  [+50 ms, +150 ms]  ·  {dim 120 calls would tell}',
      '  setup_time.p95        800 ms → 800 ms              ±0  [+50 ms, +150 ms]  =  {dim }',
      '',
      '{bold tested, by caller}                  {bold before → after}      {bold difference}  {bold 95%}                {bold }   {bold }',
      '  response_latency.p50 of refund  800 ms → 800 ms  {red +100 ms (+13%)}  [+50 ms, +150 ms]  {red ✗}  {dim worse}',
      '',
      '{dim not tested}            {dim before → after}      {dim difference}  {dim 95%}                {dim }   {dim }',
      '  barge_in_stop.p50  800 ms → 800 ms  +100 ms (+13%)  [+50 ms, +150 ms]     {dim shown, not tested}',
    ]);
  });

  it('begins with what it comes to, in red only where that is a regression', () => {
    expect(told(row())[0]).toBe('{red WORSE: response_latency.p50 +100 ms (+13%)}');
    expect(told(row({ regression: false }))[0]).toBe('{bold worse within tolerance: 1}');
    expect(told()[0]).toBe('{bold Nothing could be tested.}');
    expect(told()).toContain('{bold neither run has data of any metric}');
    expect(told(row())).not.toContain('{bold neither run has data of any metric}');
  });
});

describe('a comparison in Markdown', () => {
  const told = (fields: Partial<ComparedRow>): string =>
    comparisonMarkdown(comparisonOf([row(fields)]))
      .split('\n')
      .find((line) => line.includes('`response_latency.p50`')) ?? '';

  it('has a sign of each verdict, and its difference in bold where it is real', () => {
    expect(told({})).toBe(
      '| 🔴 | `response_latency.p50` | 800 ms [700 ms, 900 ms] | 800 ms [700 ms, 900 ms] | **+100 ms (+13%)** | [+50 ms, +150 ms] | 0.001 | 20 | worse |',
    );
    expect(told({ regression: false, tolerance: '50%' })).toMatch(
      /^\| 🟡 .*\*\* .* \| worse, within 50% \|$/,
    );
    expect(told({ verdict: 'better', regression: false })).toMatch(/^\| 🟢 .*\*\* .* better \|$/);
    expect(told({ verdict: 'changed', regression: false })).toMatch(/^\| 🔷 .*\*\* .* changed \|$/);
    for (const verdict of ['not_told', 'same', 'untested'] as const)
      expect(told({ verdict, regression: false })).toMatch(/^\| {2}\| .* \| \+100 ms \(\+13%\) \| /);
  });

  it('tells p to two digits, and the calls of both sides where they differ', () => {
    const cellsOf = (fields: Partial<ComparedRow>): readonly string[] =>
      told(fields).split(' | ').slice(6, 8);
    expect(cellsOf({ p: 0.001 })).toEqual(['0.001', '20']);
    expect(cellsOf({ p: 0.00099 })).toEqual(['<0.001', '20']);
    expect(cellsOf({ p: 0.12345 })).toEqual(['0.12', '20']);
    expect(cellsOf({ p: null, after: { ...side, calls: 1200 } })).toEqual(['', '20 and 1,200']);
  });

  it('begins with a mark of what it comes to, and names each run where there are several', () => {
    const first = (made: Comparison): string => comparisonMarkdown(made).split('\n')[0] ?? '';
    expect(first(comparisonOf([row()]))).toBe('## ❌ Comparison: support-line');
    expect(first(comparisonOf([row({ regression: false })]))).toBe('## ✅ Comparison: support-line');
    expect(comparisonMarkdown(comparisonOf([row()]))).not.toContain('###');
    expect(
      comparisonMarkdown(comparisonOf([row()], { rows: [row()] })).match(/^### reports\/1$/gm),
    ).toHaveLength(2);
  });

  it('folds away what was not tested, where there is any', () => {
    const untested = row({ verdict: 'untested', regression: false });
    expect(comparisonMarkdown(comparisonOf([row()]))).not.toContain('details');
    const text = comparisonMarkdown(comparisonOf([row(), untested, untested]));
    expect(text).toContain('<details>\n<summary>2 rows shown without a verdict</summary>\n\n|');
    expect(text).toContain('|\n\n</details>\n');
  });
});

describe('a comparison as a page', () => {
  const rowOf = (fields: Partial<ComparedRow>): string =>
    comparisonPage(comparisonOf([row(fields)]))
      .split('\n')
      .find((line) => line.startsWith('<tr><th class="text" scope="row">')) ?? '';

  it('has a row a metric, in the verdict’s colour where it is real', () => {
    expect(rowOf({}).replace(/<svg.*<\/svg>/, 'drawn')).toBe(
      '<tr><th class="text" scope="row">response_latency.p50</th><td>800 ms<small>[700 ms, 900 ms]</small></td>' +
        '<td>800 ms<small>[700 ms, 900 ms]</small></td><td class="worse">+100 ms (+13%)<small>[+50 ms, +150 ms]</small></td>' +
        '<td class="text">drawn</td><td class="text wide"><strong class="worse">worse</strong><small>p 0.001</small></td><td>20</td></tr>',
    );
    expect(rowOf({})).toContain('<title>response_latency.p50: +100 ms (+13%) [+50 ms, +150 ms]</title>');
    const plain = rowOf({ verdict: 'not_told', p: null, after: { ...side, calls: 1200 } });
    expect(plain).toContain('<td>+100 ms (+13%)<small>');
    expect(plain).toMatch(/<td class="text wide">no difference told<\/td><td>20, 1,200<\/td><\/tr>$/);
    expect(rowOf({ p: 0.00099 })).toContain('<small>p &lt; 0.001</small>');
    expect(rowOf({ p: 0.12345 })).toContain('<small>p 0.12</small>');
  });

  it('has a table of each kind of rows that there are, and leads with what it comes to', () => {
    const titlesOf = (...rows: readonly ComparedRow[]): readonly string[] =>
      Array.from(comparisonPage(comparisonOf(rows)).matchAll(/<h2>(.*?)<\/h2>/g), ([, title]) => title ?? '');
    expect(titlesOf()).toEqual(['after: reports/1', 'How to read it']);
    expect(titlesOf(row({ verdict: 'untested' }), row({ caller: 'refund' }), row())).toEqual([
      'after: reports/1',
      'Of all callers',
      'By caller',
      'Shown without a verdict',
      'How to read it',
    ]);
    expect(comparisonPage(comparisonOf([row()]))).toContain('<p class="lead worse">WORSE: ');
    expect(comparisonPage(comparisonOf([row({ regression: false })]))).toContain(
      '<p class="lead">worse within',
    );
  });
});

describe('text from outside', () => {
  const hostile = '</style><script>alert(1)</script>"\u001B[31m\u202E|`@all';
  const of = (seed: number): ReturnType<typeof madeRun> => {
    const run = madeRun({ seed, calls: 40 });
    const { identity, calls } = run;
    return {
      ...run,
      identity: { ...identity, given: hostile, scenario: hostile, callstorm: hostile + seed },
      calls: calls.map((call) => (call.caller === 'refund' ? { ...call, caller: hostile } : call)),
    };
  };
  const made = once(() => compareRuns(of(1), [of(2)]));

  it.each([
    ['a terminal', () => comparisonTerminal(made(), plainStyle, 100)],
    ['Markdown', () => comparisonMarkdown(made())],
    ['a page', () => comparisonPage(made())],
  ])('drives nothing in %s', (_, view) => {
    const text = view();
    expect(text).toContain('alert(1)');
    expect(text).not.toContain('\u001B');
    expect(text).not.toContain('\u202E');
  });

  it('is no markup', () => {
    expect(comparisonPage(made())).not.toContain('<script>');
    expect(comparisonPage(made()).match(/<\/style>/g)).toHaveLength(1);
    // In a span of code nothing is markup; elsewhere it is escaped.
    expect(comparisonMarkdown(made()).replaceAll(/(?<!\\)`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)<script/);
  });
});
