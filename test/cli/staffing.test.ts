import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staffingCommand } from '../../src/cli/staffing.ts';
import { madeCapacity } from '../report/capacity/made_capacity.ts';
import { madeRecords } from '../report/compare/compared_runs.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-staffing-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function staffing(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await staffingCommand(io).parseAsync(args, { from: 'user' });
  return io.outText;
}

const busy = ['--calls-per-hour', '3600', '--call-length', '3m'];

describe('callstorm staffing', () => {
  it('says how many lines 180 erlangs take at 1 %, in every view', async () => {
    expect(await staffing(...busy, '--blocking', '1%')).toMatch(/180 erlangs: 201 lines, so that at most 1%/);
    expect(await staffing(...busy, '--blocking', '1%', '--format', 'markdown')).toContain(
      '| **201** | **0.9%** |',
    );
    const csv = await staffing(...busy, '--blocking', '1%', '--lines', '200,201', '--format', 'csv');
    expect(csv.split('\r\n').map((line) => line.split(',').slice(0, 2).join())).toEqual([
      'lines,keeps',
      '200,false',
      '201,true',
      '',
    ]);
    await staffing(...busy, '--blocking', '1%', '--format', 'json', '--out', 'staffing.json');
    const told = JSON.parse(await readFile(join(folder, 'staffing.json'), 'utf8')) as Record<string, unknown>;
    expect(told).toMatchObject({ version: 1, erlangs: 180, lines: 201, question: { measuredCalls: 0 } });
  });

  it('takes a day’s calls with the share of its busiest hour', async () => {
    const day = ['--calls-per-day', '30000', '--busy-hour', '12%', '--call-length', '3m'];
    expect(await staffing(...day, '--blocking', '1%')).toContain('201 lines');
    await expect(
      staffing('--calls-per-day', '30000', '--call-length', '3m', '--blocking', '1%'),
    ).rejects.toThrow('--calls-per-day with --busy-hour');
  });

  it('takes the length of calls from runs, with what is not known of it', async () => {
    await mkdir(join(folder, 'run'));
    const records = madeRecords({ seed: 1, calls: 60 });
    await writeFile(
      join(folder, 'run', 'calls.ndjson'),
      records.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    const text = await staffing(
      '--calls-per-hour',
      '3600',
      '--from',
      'run',
      '--wait',
      '80% in 20s',
      '--patience',
      '60s',
    );
    expect(text).toMatch(/95% interval .* of 60 calls/);
    expect(text).toContain('With the lengths that were measured, in a simulation');
    await expect(staffing(...busy, '--from', 'run', '--blocking', '1%')).rejects.toThrow(
      'how long a call is',
    );
  });

  it('makes servers of what a capacity run found', async () => {
    await mkdir(join(folder, 'run'));
    await writeFile(join(folder, 'run', 'capacity.json'), JSON.stringify(madeCapacity()));
    const text = await staffing(...busy, '--blocking', '1%', '--capacity', 'run');
    expect(text.replaceAll('\n', ' ')).toContain('7 servers of 32 calls, 8 with 1 spare');
    expect(text).toContain('it holds 32 calls at once');
    await writeFile(join(folder, 'bad.json'), JSON.stringify({ ...madeCapacity(), unit: 'erlangs' }));
    await expect(staffing(...busy, '--blocking', '1%', '--capacity', 'bad.json')).rejects.toMatchObject({
      place: { code: 'capacity_invalid', path: 'unit', file: join(folder, 'bad.json') },
    });
    await expect(staffing(...busy, '--blocking', '1%', '--capacity', 'none')).rejects.toThrow('no such file');
    const none = { ...madeCapacity(), knee: { ...madeCapacity().knee, holds: null } };
    await writeFile(join(folder, 'none.json'), JSON.stringify(none));
    await expect(staffing(...busy, '--blocking', '1%', '--capacity', 'none.json')).rejects.toThrow(
      'found none',
    );
  });

  it.each([
    [[], 'expected one of --blocking, --wait and --abandonment, found none'],
    [['--blocking', '1%', '--wait', '80% in 20s'], 'found 2'],
    [['--blocking', '1%', '--patience', '60s'], 'no queue'],
    [['--abandonment', '3%'], 'needs --patience'],
    [['--blocking', '150%'], 'expected a share such as 1%'],
    [['--wait', '80%'], 'expected a promise such as "80% in 20s"'],
    [['--blocking', '1%', '--lines', '0'], 'expected numbers of lines'],
    [['--blocking', '1%', '--per-server', '4', '--capacity', 'x'], 'found both'],
  ] as const)('refuses %j', async (args, message) => {
    await expect(staffing(...busy, ...args)).rejects.toThrow(message);
  });
});
