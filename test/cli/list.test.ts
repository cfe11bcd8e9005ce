import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listCommand } from '../../src/cli/list.ts';
import { summarize } from '../../src/report/summarize.ts';
import { visibleWidth } from '../../src/report/view/columns.ts';
import { jsonReport } from '../../src/report/view/json.ts';
import { gathered, goodRun, header } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'callstorm-list-'));
  const day = (n: number): number => Date.UTC(2026, 0, n, 12);
  await run(
    'a-first',
    goodRun(3, () => 400, { startedAtMs: day(1) }),
  );
  await run(
    'c-last',
    goodRun(300, () => 1500, { startedAtMs: day(9), scenario: { ...header().scenario, name: 'x\u001B[2J' } }),
  );
  await run(
    'b-middle',
    goodRun(5, () => 500, { startedAtMs: day(5) }),
  );
  await mkdir(join(cwd, 'reports/killed'));
  await writeFile(
    join(cwd, 'reports/killed/calls.ndjson'),
    `${JSON.stringify(header({ startedAtMs: day(7) }))}\n{"type`,
  );
  await mkdir(join(cwd, 'reports/no-run'));
  await mkdir(join(cwd, 'reports/broken'));
  await writeFile(join(cwd, 'reports/broken/summary.json'), '{"version": 1}');
  await writeFile(join(cwd, 'reports/README.md'), '');
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

async function run(name: string, records: Parameters<typeof gathered>[0]): Promise<void> {
  await mkdir(join(cwd, 'reports', name), { recursive: true });
  await writeFile(join(cwd, 'reports', name, 'summary.json'), jsonReport(summarize(gathered(records))));
}

async function listed(args: readonly string[] = [], columns = 120): Promise<{ out: string; err: string }> {
  const io = terminal({ cwd, columns });
  await listCommand(io).parseAsync([...args], { from: 'user' });
  return { out: io.outText, err: io.errText };
}

describe('callstorm list', () => {
  it('has the newest run first, with what matters, and counts what is no run', async () => {
    const { out, err } = await listed();
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^verdict +p95 +calls +failed +cost +started \(UTC\) +scenario +folder$/);
    expect(lines.slice(1).map((line) => line.split(/\s+/).at(-1))).toEqual([
      'c-last',
      'killed',
      'b-middle',
      'a-first',
    ]);
    expect(lines[1]).toMatch(/^not judged +1\.5 s +300 +0 +\S+ +2026-01-09 12:00 +x\\u001b\[2J +c-last$/);
    expect(lines[2]).toMatch(/^no report +– +– +– +– +2026-01-07 12:00 +support-line +killed$/);
    expect(err).toBe('2 folders without a run skipped\n');
  });

  it.each([40, 60, 79])('names each folder whole on a terminal of %s columns', async (columns) => {
    const { out } = await listed([], columns);
    const lines = out.trimEnd().split('\n');
    for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(Math.max(columns, 60));
    expect(lines.filter((line) => line.startsWith('  '))).toEqual([
      '  c-last',
      '  killed',
      '  b-middle',
      '  a-first',
    ]);
  });

  it('prints them as JSON, and only so many', async () => {
    const { out, err } = await listed(['--json', '--limit', '2']);
    expect(JSON.parse(out)).toMatchObject([
      { folder: 'c-last', verdict: 'not_judged', p95Ms: 1500, calls: { completed: 300, failed: 0 } },
      { folder: 'killed', verdict: null, calls: null, startedAt: '2026-01-07T12:00:00.000Z' },
    ]);
    expect(err).toContain('2 older runs not shown');
  });

  it('says so where there is none, or no folder', async () => {
    await rm(join(cwd, 'reports'), { recursive: true });
    await expect(listed()).rejects.toThrow('expected a folder with runs, found nothing');
    await writeFile(join(cwd, 'file'), '');
    await expect(listed(['file'])).rejects.toThrow('expected a folder with runs, found a file');
    const { out, err } = await listed(['.']);
    expect(out).toBe('no run\n');
    expect(err).toContain('callstorm run scenario.yaml');
  });
});
