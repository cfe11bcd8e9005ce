import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trendCommand } from '../../src/cli/trend.ts';
import { header } from '../report/log_builder.ts';
import { madeRecords, type MadeRun } from '../report/compare/compared_runs.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-trend-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function make(name: string, at: number, made: Partial<MadeRun> = {}): Promise<void> {
  const records = madeRecords({
    seed: at,
    calls: 40,
    ...made,
    header: { startedAtMs: Date.UTC(2026, 7, 1 + at), ...made.header },
  });
  await mkdir(join(folder, 'reports', name), { recursive: true });
  const text = records.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(join(folder, 'reports', name, 'calls.ndjson'), text);
}

async function trend(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await trendCommand(io).parseAsync(args, { from: 'user' });
  return io.outText;
}

interface Told {
  readonly scenario: string;
  readonly runs: readonly { readonly identity: { readonly given: string } }[];
  readonly metrics: readonly { readonly metric: string; readonly stat: string }[];
  readonly leftOut: readonly string[];
}

async function told(...args: string[]): Promise<Told> {
  return JSON.parse(await trend(...args, '--format', 'json')) as Told;
}

describe('callstorm trend', () => {
  it('tells of the latest run’s scenario, in the order of time, whatever the folders are called', async () => {
    await make('z', 0);
    await make('a', 1);
    await make('m', 2);
    const other = { ...header().scenario, name: 'another' };
    await make('other', 1, { header: { scenario: other, startedAtMs: 0 } });
    const all = await told();
    expect(all.runs.map(({ identity }) => identity.given)).toEqual(['reports/z', 'reports/a', 'reports/m']);
    expect(all.leftOut).toEqual(['1 run of other scenarios in reports.']);
    expect((await told('--last', '2')).runs).toHaveLength(2);
    expect((await told('--scenario', 'another')).scenario).toBe('another');
    await expect(trend('--scenario', 'nobody')).rejects.toThrow('found those of another, support-line');
  });

  it('shows the metrics that are asked for, and marks what really changed', async () => {
    await make('1', 0);
    await make('2', 1, { slower: { buyer: 1.5, refund: 1.5, returns: 1.5 } });
    const text = await trend('--metric', 'response_latency.p50');
    expect(text).toMatch(/^response_latency\.p50 worse at reports\/2 \(\+/);
    expect(text).toMatch(/✗ worse: \+\d+ ms/);
    expect((await told('--metric', 'error_rate')).metrics.map(({ metric }) => metric)).toEqual([
      'error_rate',
    ]);
    await expect(trend('--metric', 'eror_rate')).rejects.toThrow('did you mean "error_rate"');
  });

  it('writes a page, and goes on without what it cannot read', async () => {
    await make('1', 0);
    await mkdir(join(folder, 'reports', 'broken'));
    await writeFile(join(folder, 'reports', 'broken', 'calls.ndjson'), 'nonsense\n');
    await mkdir(join(folder, 'reports', 'baselines'));
    await trend('--format', 'html', '--out', 'trend.html');
    expect(await readFile(join(folder, 'trend.html'), 'utf8')).toContain('Not to be read: broken.');
  });

  it('says where there are no runs', async () => {
    await expect(trend()).rejects.toThrow('expected a folder with runs, found nothing');
    await mkdir(join(folder, 'reports'));
    await expect(trend()).rejects.toThrow('expected runs in reports, found none');
  });
});
