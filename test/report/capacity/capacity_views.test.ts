import { beforeAll, describe, expect, it } from 'vitest';
import type { CapacityResult } from '../../../src/forecast/capacity/capacity_result.ts';
import { capacityTerminal } from '../../../src/report/capacity/capacity_terminal.ts';
import { capacityViews } from '../../../src/report/capacity/capacity_views.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { searched, settingsFor } from '../../run/capacity/made_target.ts';
import { cellsOf } from '../csv/read_csv.ts';

let result: CapacityResult;
beforeAll(() => {
  ({ result } = searched(
    { latencyMs: () => 300, takes: 6 },
    settingsFor('response_latency p95 < 800ms, error_rate < 10%'),
  ));
});

function made(file: string, of: CapacityResult): string {
  const view = capacityViews.find((one) => one.file === file);
  if (view === undefined) throw new Error(`no view makes ${file}`);
  return view.make(of);
}

describe('what is told of a search for capacity', () => {
  it('begins with the answer, on a terminal and in Markdown', () => {
    const terminal = capacityTerminal(result, plainStyle, 100);
    expect(terminal).toContain('It holds 6 calls at once (response_latency p95 < 800ms, error_rate < 10%).');
    expect(terminal).toContain('limit: the target: at 7 calls at once error_rate < 10% no longer holds');
    expect(made('capacity.md', result)).toContain('**It holds 6 calls at once');
    for (const { amount } of result.levels) expect(terminal).toMatch(new RegExp(`^ *${amount} `, 'm'));
  });

  it('stays within the terminal where it is made of sentences', () => {
    const lines = capacityTerminal(result, plainStyle, 80).split('\n');
    const sentences = lines.filter((line) => !/turns\/s|%/.test(line));
    for (const line of sentences) expect(visibleWidth(line)).toBeLessThanOrEqual(84);
  });

  it('is whole as JSON, and a line a level as CSV', () => {
    expect(JSON.parse(made('capacity.json', result))).toEqual(JSON.parse(JSON.stringify(result)));
    const rows = cellsOf(made('levels.csv', result));
    expect(rows).toHaveLength(result.levels.length + 1);
    const at = (name: string): number => rows[0]?.indexOf(name) ?? -1;
    expect(rows.slice(1).map((row) => Number(row[at('amount')]))).toEqual(
      result.levels.map(({ amount }) => amount),
    );
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0]?.length]));
  });

  it('lets nothing from outside be obeyed', () => {
    const evil = '<img src=x>\u001B[2J|\r\n::error::x =HYPERLINK("x") [a](javascript:x)';
    const hostile: CapacityResult = {
      ...result,
      run: {
        ...result.run,
        scenario: { name: evil, sha256: '' },
        command: evil,
        target: { ...result.run.target, url: evil },
      },
      settings: { ...result.settings, slo: result.settings.slo.map((slo) => ({ ...slo, text: evil })) },
      notes: [evil],
      levels: result.levels.map((level) => ({ ...level, why: evil, failures: [{ code: evil, count: 1 }] })),
    };
    const terminal = capacityTerminal(hostile, plainStyle, 100);
    expect(terminal).not.toContain('\u001B');
    expect(terminal.split('\n').some((line) => line.startsWith('::error'))).toBe(false);
    const markdown = made('capacity.md', hostile);
    expect(markdown).not.toContain('\u001B');
    expect(markdown.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)<img|(?<!\\)\[a\]\(/);
    const rows = cellsOf(made('levels.csv', hostile));
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
});
