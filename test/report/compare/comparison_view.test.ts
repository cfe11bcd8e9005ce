/** The views of a comparison, whole: after a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/report/compare/compare_runs.ts';
import { comparisonMarkdown } from '../../../src/report/compare/comparison_markdown.ts';
import { comparisonPage } from '../../../src/report/compare/comparison_page.ts';
import { comparisonTerminal } from '../../../src/report/compare/comparison_terminal.ts';
import { readTolerance } from '../../../src/report/compare/tolerance.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { madeRun } from './compared_runs.ts';

const before = madeRun({ seed: 1, calls: 60 });
const after = madeRun({ seed: 2, calls: 60, slower: { refund: 1.3 }, unanswered: 0.03, failed: 0.05 });
const comparison = compareRuns(before, [after], { tolerances: [readTolerance('response_latency.p50=10%')] });

async function golden(name: string): Promise<(text: string) => Promise<string>> {
  const file = join(import.meta.dirname, '../../golden', name);
  return async (text) => {
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    return readFile(file, 'utf8');
  };
}

describe('a comparison', () => {
  it('in a terminal is as it was', async () => {
    const text = comparisonTerminal(comparison, plainStyle, 120);
    expect(text).toBe(await (await golden('comparison.txt'))(text));
  });

  it('in Markdown is as it was', async () => {
    const text = comparisonMarkdown(comparison);
    expect(text).toBe(await (await golden('comparison.md'))(text));
  });

  it.each([60, 80, 100, 140])('fits a terminal of %d columns', (columns) => {
    const lines = comparisonTerminal(comparison, plainStyle, columns).split('\n');
    expect(lines.filter((line) => visibleWidth(line) > columns)).toEqual([]);
  });

  it('as a page has a drawing a row, and says in words what it draws', () => {
    const page = comparisonPage(comparison);
    const rows = comparison.after[0]?.rows ?? [];
    expect(page.match(/<svg /g)).toHaveLength(rows.length);
    expect(page.match(/<title>/g)).toHaveLength(rows.length + 1);
    expect(page).toContain('class="dot worse"');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('NaN');
    expect(page).toMatch(/default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'/);
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
  const made = compareRuns(of(1), [of(2)]);

  it.each([
    ['a terminal', comparisonTerminal(made, plainStyle, 100)],
    ['Markdown', comparisonMarkdown(made)],
    ['a page', comparisonPage(made)],
  ])('drives nothing in %s', (_, text) => {
    expect(text).toContain('alert(1)');
    expect(text).not.toContain('\u001B');
    expect(text).not.toContain('\u202E');
  });

  it('is no markup', () => {
    expect(comparisonPage(made)).not.toContain('<script>');
    expect(comparisonPage(made).match(/<\/style>/g)).toHaveLength(1);
    // In a span of code nothing is markup; elsewhere it is escaped.
    expect(comparisonMarkdown(made).replaceAll(/(?<!\\)`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)<script/);
  });
});
