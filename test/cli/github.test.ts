/** The step's summary and annotations of GitHub Actions, as the runner reads them: what it would make of each line is made here. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellGitHub } from '../../src/cli/github.ts';
import { inert, isForMachines } from '../../src/cli/inert.ts';
import { summarize } from '../../src/report/summarize.ts';
import type { Summary } from '../../src/report/summary.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { gathered, goodRun, header, judgement } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-github-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const HOSTILE = 'a%0A::add-mask::x\n::set-env name=A::b\r\n##[add-path]/evil,title=no:yes::\u001B[2J\u202E';

function summaryOf(fields: Parameters<typeof header>[0] = {}): Summary {
  const threshold = { metric: 'response_latency', stat: 'p95', op: '<', value: 100, text: HOSTILE } as const;
  return summarize(
    gathered(goodRun(300, () => 400, { judgement: { ...judgement, thresholds: [threshold] }, ...fields })),
  );
}

/** actions/runner, ActionCommand.TryParseV2: command, properties and data of a line, or null. */
function parsed(line: string): { command: string; properties: Record<string, string>; data: string } | null {
  const text = line.trimStart();
  if (!text.startsWith('::')) return null;
  const end = text.indexOf('::', 2);
  if (end < 0) return null;
  const [, command = '', written = ''] = /^(\S+) ?(.*)$/s.exec(text.slice(2, end)) ?? [];
  const unescaped = (value: string): string =>
    value
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    written
      .split(',')
      .filter(Boolean)
      .map((pair) => [pair.split('=')[0] ?? '', unescaped(pair.split('=').slice(1).join('='))]),
  );
  return { command, properties, data: unescaped(text.slice(end + 2)) };
}

describe('GitHub Actions', () => {
  it('gets nothing where there is none', () => {
    const io = terminal();
    tellGitHub(io, summaryOf());
    expect([io.outText, io.errText]).toEqual(['', '']);
  });

  it('gets an annotation for each threshold that failed, at the scenario, and nothing from outside is a command', () => {
    const base = header();
    const scenario = { ...base.scenario, file: '../a,b:c.yaml' };
    const io = terminal({
      cwd: '/checkout/voice/load',
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: '/checkout/voice' },
    });
    const summary = summaryOf({ scenario });
    tellGitHub(io, {
      ...summary,
      verdict: { ...summary.verdict, reasons: [...summary.verdict.reasons, HOSTILE] },
    });
    const commands = io.errText.trimEnd().split('\n').map(parsed);
    expect(commands.map((each) => each?.command)).toEqual(['error', 'error']);
    for (const each of commands) {
      expect(Object.keys(each?.properties ?? {})).toEqual(['title', 'file']);
      expect(each?.properties['file']).toBe('a,b:c.yaml');
      // What is dangerous on one line is on one line, and seen.
      expect(each?.data).toContain(String.raw`a%0A::add-mask::x\n::set-env name=A::b\r\n`);
      expect(each?.data).not.toMatch(/[\p{Cc}\u202E]/u);
    }
    expect(commands.map((each) => each?.properties['title'])).toEqual(['Threshold failed', 'Run failed']);
    expect(commands[0]?.data).toMatch(/: 400 ms$/);
  });

  it('gets an error for a run that is invalid, and a warning for one that nobody judged', () => {
    const io = terminal({ env: { GITHUB_ACTIONS: 'true' } });
    const summary = summarize(gathered(goodRun(3, () => 400)));
    tellGitHub(io, summary);
    expect(io.errText).toMatch(/^::warning title=not judged,file=scenarios\/support-line\.yaml::/);
    io.errText = '';
    tellGitHub(io, { ...summary, verdict: { ...summary.verdict, result: 'invalid', reasons: ['too late'] } });
    expect(io.errText).toBe('::error title=Run invalid,file=scenarios/support-line.yaml::too late\n');
  });

  it('shows no more of a kind than the runner does', () => {
    const io = terminal({ env: { GITHUB_ACTIONS: 'true' } });
    const summary = summarize(gathered(goodRun(3, () => 400)));
    const warnings = Array.from({ length: 40 }, (_, n) => `warning ${n}`);
    tellGitHub(io, { ...summary, verdict: { ...summary.verdict, result: 'pass', warnings } });
    expect(io.errText.trimEnd().split('\n')).toHaveLength(10);
  });

  it('has the report added to the step’s summary, whole or its verdict', async () => {
    const file = join(folder, 'summary.md');
    await writeFile(file, 'before\n');
    const io = terminal({ env: { GITHUB_STEP_SUMMARY: file } });
    const summary = summaryOf();
    tellGitHub(io, summary);
    expect(await readFile(file, 'utf8')).toBe(`before\n${markdownReport(summary)}\n`);
    expect(io.errText).toBe('');

    const long = { ...summary, notes: Array.from({ length: 2000 }, (_, n) => `${n} ${'ä'.repeat(900)}`) };
    await writeFile(file, 'before\n');
    tellGitHub(io, long);
    const shortened = await readFile(file);
    expect(shortened.length).toBeLessThan(1 << 20);
    expect(shortened.toString()).toContain('Shortened for want of room here');
    expect(shortened.toString()).not.toContain('ä');

    await writeFile(file, 'x'.repeat((1 << 20) - 5));
    tellGitHub(io, summary);
    expect((await readFile(file)).length).toBe((1 << 20) - 5);
  });

  it('is told of a summary that cannot be written, and the run is not harmed', () => {
    const io = terminal({ env: { GITHUB_STEP_SUMMARY: folder } });
    tellGitHub(io, summaryOf());
    expect(io.errText).toMatch(/^warning the step's summary could not be written: /);
  });

  it('obeys nothing of what is printed', () => {
    const there = { GITHUB_ACTIONS: 'true' };
    for (const text of ['::error::x', '  ::add-mask::x', 'a\n::stop-commands::x', 'a ##[error]x', ':::a::']) {
      const lines = inert(text, there).split('\n');
      expect(lines.map(parsed).every((each) => each === null)).toBe(true);
      expect(lines.join('')).not.toContain('##[');
    }
    expect(inert('a :: b # [c] 1:2', there)).toBe('a :: b # [c] 1:2');
    expect(inert('::error::x', {})).toBe('::error::x');
  });
});

describe('what is printed for people', () => {
  it.each([
    [['report', 'run'], false],
    [['report', 'run', '--format', 'terminal'], false],
    [['report', 'run', '--format=terminal'], false],
    [['report', 'run', '--format', 'markdown'], true],
    [['report', 'run', '--format=json'], true],
    [['run', 's.yaml', '--json'], true],
  ] as const)('%j: for machines %s', (args, machines) => expect(isForMachines(args)).toBe(machines));
});
