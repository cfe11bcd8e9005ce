import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { goodRun } from '../report/log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-report-'));
  await cp(join(import.meta.dirname, '../golden/small.ndjson'), join(folder, 'calls.ndjson'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ out: string; err: string; code: number | null }> {
  const said = { out: '', err: '', code: null as number | null };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    isTTY: false,
    columns: 100,
    env: {},
    cwd: folder,
  };
  await reportCommand(io, (code) => {
    said.code = code;
  }).parseAsync(args, { from: 'user' });
  return said;
}

describe('callstorm report --prices', () => {
  it('prices an old run anew, and says so', async () => {
    await writeFile(
      join(folder, 'prices.yaml'),
      'date: 2026-11-02\nduration: { gpt-realtime-2.1: { usd_per_minute: 0.5 } }\n',
    );
    const { out } = await run('.', '--prices', 'prices.yaml', '--format', 'json');
    const { cost, notes } = JSON.parse(out) as {
      readonly cost: { readonly prices: object };
      readonly notes: readonly string[];
    };
    expect(cost.prices).toMatchObject({ usdPerMinute: 0.5, source: 'prices.yaml', date: '2026-11-02' });
    expect(notes.at(-1)).toContain('Priced anew by prices.yaml (gpt-realtime-2.1)');
    expect((await run('.')).out).not.toContain('Priced anew');
  });

  it('refuses a file that has nothing of what the run used', async () => {
    await writeFile(
      join(folder, 'prices.yaml'),
      'date: 2026-11\nduration: { other: { usd_per_minute: 1 } }\n',
    );
    await expect(run('.', '--prices', 'prices.yaml')).rejects.toThrow('of gpt-realtime-2.1 for one');
    await expect(run('.', '--prices', 'nowhere.yaml')).rejects.toThrow('there is no such file');
  });
});

describe('callstorm report', () => {
  it('shows a run again, from its folder or from its log', async () => {
    const byFolder = await run('.');
    expect(byFolder.out).toContain('INVALID');
    expect(byFolder.code).toBe(0);
    expect((await run('calls.ndjson')).out).toBe(byFolder.out);
  });

  it.each([
    ['json', '{\n  "version": 1,'],
    ['markdown', '## ⚠️ invalid'],
    ['junit', '<?xml version="1.0"'],
    ['terminal', 'support-line'],
  ])('prints %s', async (format, start) => {
    expect((await run('.', '--format', format)).out.startsWith(start)).toBe(true);
  });

  it('has the calls inside the page that are asked for', async () => {
    await writeFile(
      join(folder, 'calls.ndjson'),
      goodRun(1000, () => 400)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
    const inside = async (...args: string[]): Promise<readonly string[]> => {
      const { out } = await run('.', '--format', 'html', ...args);
      const block = /id="callstorm-data">([^<]*)</.exec(out)?.[1] ?? 'null';
      return (JSON.parse(block) as { inspected: { ids: string[] } }).inspected.ids;
    };
    expect((await inside('--html-call', '317', '--html-call', '12')).slice(0, 2).toSorted()).toEqual([
      '12',
      '317',
    ]);
    await expect(run('.', '--html-call', 'x')).rejects.toThrow('whole number');
    await expect(run('.', '--html-call', '5000')).rejects.toThrow('found none with the number 5000');
  });

  it('takes the folder after --write for the run, where there is no other', async () => {
    expect((await run('--write', '.')).out).toBe((await run('.')).out);
    expect(await readdir(folder)).toContain('report.md');
    await expect(run()).rejects.toThrow('expected a run’s folder');
    await expect(run('--write')).rejects.toThrow('expected a run’s folder');
  });

  it('writes over no other run’s report', async () => {
    await mkdir(join(folder, 'other'));
    await cp(join(folder, 'calls.ndjson'), join(folder, 'other/calls.ndjson'));
    await writeFile(join(folder, 'other/report.md'), 'its own');
    await expect(run('calls.ndjson', '--write', 'other')).rejects.toThrow('without another run in it');
    expect(await readFile(join(folder, 'other/report.md'), 'utf8')).toBe('its own');
    // Its own may be made again.
    expect((await run('other', '--write', 'other')).code).toBe(0);
    expect((await run('other/calls.ndjson', '--write', 'other')).code).toBe(0);
  });

  it('writes the reports beside the log, or where it is told', async () => {
    const said = await run('.', '--format', 'json', '--write');
    expect((await readdir(folder)).sort()).toEqual([
      'calls.ndjson',
      'junit.xml',
      'report.html',
      'report.md',
      'summary.json',
    ]);
    expect(said.err).toContain('summary.json');
    expect(JSON.parse(said.out)).toHaveProperty('verdict.result', 'invalid');
    await run('calls.ndjson', '--write', 'elsewhere');
    expect(await readdir(join(folder, 'elsewhere'))).toHaveLength(4);
  });

  it('exits as the run would, where asked', async () => {
    expect((await run('.', '--exit-code')).code).toBe(3);
  });

  it('reports several logs of one plan as one, and wants to know where to write', async () => {
    const text = (id: string): string =>
      goodRun(2, () => 400, { run: id })
        .map((record) => JSON.stringify(record))
        .join('\n');
    await writeFile(join(folder, 'a'), text('a'));
    await writeFile(join(folder, 'b'), text('b'));
    const said = await run('a', 'b', '--format', 'json');
    expect(JSON.parse(said.out)).toHaveProperty('calls.planned', 4);
    await expect(run('a', 'b', '--write')).rejects.toThrow(ConfigError);
  });

  it('lets what is wrong with a log pass to the caller', async () => {
    await expect(run('nowhere')).rejects.toThrow('there is no such file');
  });

  it('has help with examples', async () => {
    await expect(run('--help')).rejects.toMatchObject({ code: 'commander.helpDisplayed' });
  });
});
