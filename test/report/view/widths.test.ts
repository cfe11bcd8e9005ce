/** The terminal's report at every width: nothing is wider than the terminal but a word that is, and no row is in two lines. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunLog } from '../../../src/report/log.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { gathered } from '../log_builder.ts';
import { once } from '../once.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, metered, stopped, unreached } from '../view_runs.ts';

const small = await readLogs([join(import.meta.dirname, '../../golden/small.ndjson')]);
const WIDTHS = Array.from({ length: 81 }, (_, index) => 40 + index);

/** But for what is drawn. */
function wordsOf(text: string): string[] {
  return text.split(/[\s…]+/).filter((word) => word !== '' && !/^[█▓▒░·×\\]+$/.test(word));
}

describe.each<[name: string, log: RunLog]>([
  ['small', small],
  ['good', good],
  ['stopped', stopped],
  ['damaged', damaged],
  ['unreached', unreached],
  ['metered', metered],
  ['tools', gathered(toolRun)],
])('the report of the run %s', (_, log) => {
  const summaryOf = once(() => summarize(log));
  const reports = once(() =>
    WIDTHS.map((width) => ({ width, text: terminalReport(summaryOf(), plainStyle, width) })),
  );

  it('has no line that is wider than the terminal, but for a word that is', () => {
    const wide = reports().flatMap(({ width, text }) =>
      text
        .split('\n')
        .filter((line) => visibleWidth(line) > width && line.trim().includes(' '))
        .map((line) => `${width}: ${line}`),
    );
    expect(wide).toEqual([]);
  });

  it('breaks no word', () => {
    // At the widest every word stands whole; a name that is shortened in a table says so with its sign.
    const known = new Set(wordsOf(terminalReport(summaryOf(), plainStyle, 120)));
    const parts = (width: number): string[] =>
      terminalReport(summaryOf(), plainStyle, width)
        .split('\n')
        .filter((line) => !line.includes('…') && !line.includes('report.md'))
        .flatMap(wordsOf)
        .filter((word) => word !== '–' && !known.has(word));
    expect(parts(80)).toEqual([]);
  });

  it('has each row of latencies in one line, with as many cells as it has columns', () => {
    for (const { width, text } of reports()) {
      const lines = text.split('\n');
      const heading = lines.findIndex((line) => /^ +(?:n +)?(?:p50 +)?(?:p90 +)?p95/.test(line));
      const columns = (lines[heading] ?? '').trim().split(/ {2,}/).length;
      const rows = lines.filter((line) =>
        /^(?: {2})?(?:response_latency|connect_time|dead_air|lead_in) {2,}/.test(line),
      );
      expect(rows.length, `at ${width}`).toBeGreaterThan(0);
      for (const row of rows) expect(row.trim().split(/ {2,}/), `at ${width}`).toHaveLength(columns + 1);
    }
  });

  it('has each caller and each tool in one line', () => {
    for (const { width, text } of reports()) {
      const kinds = summaryOf().callers.length > 1 ? summaryOf().callers.length : 0;
      const rows = text.match(/^.* {2}p95 .*$/gm) ?? [];
      expect(rows.length, `at ${width}`).toBeGreaterThanOrEqual(kinds);
      for (const { tool } of summaryOf().tools) {
        const head = tool.slice(0, 4);
        const rows = text.split('\n').filter((line) =>
          line
            .replace(/^tools/, '')
            .trim()
            .startsWith(head),
        );
        expect(rows.length, `${tool} at ${width}`).toBeGreaterThan(0);
        for (const row of rows)
          expect(row, `at ${width}`).toMatch(/call|result|error|never|scenario|cut short/);
      }
    }
  });

  it('has each threshold in one line from 60 columns on', () => {
    for (const { width, text } of reports()) {
      if (width < 60) continue;
      const marked = text.split('\n').filter((line) => /^[✓✗] /.test(line));
      expect(marked).toHaveLength(summaryOf().verdict.thresholds.length);
      for (const [index, { stat, text: limit }] of summaryOf().verdict.thresholds.entries()) {
        expect(marked[index], `at ${width}`).toContain(stat === 'rate' ? limit : stat);
      }
    }
  });

  it('has a command that can be copied at any width', () => {
    const whole = terminalReport(summaryOf(), plainStyle, 120).match(/^ {4}(callstorm run .*)$/m)?.[1];
    if (whole === undefined) return;
    for (const { width, text } of reports()) {
      expect(text.replaceAll(/ \\\n +/g, ' '), `at ${width}`).toContain(whole);
    }
  });
});
