import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeCommand } from '../../src/cli/merge.ts';
import { reportCommand } from '../../src/cli/report.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { call, footer, generator, header, started } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-merge-'));
  for (const index of [0, 1]) {
    await mkdir(join(folder, `share-${index + 1}`));
    await writeFile(join(folder, `share-${index + 1}`, 'calls.ndjson'), shareText(index));
  }
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function shareText(share: number, run = 'nightly'): string {
  const records: readonly LogRecord[] = [
    header({
      run,
      selection: { of: 2, share, whole: 2, named: true },
      load: { mode: 'open', plannedCalls: 1, maxConcurrency: 2 },
    }),
    started(share, 5),
    call({ call: share, outcome: 'failed', failure: 'no_answer' }),
    generator(),
    footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

async function made(command: 'merge' | 'report', ...args: readonly string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  const make = command === 'merge' ? mergeCommand : reportCommand;
  await make(io, () => {}).parseAsync(args, { from: 'user' });
  return io.outText;
}

const kept = (name: string): Promise<string> => readFile(join(folder, name, 'calls.ndjson'), 'utf8');

describe('callstorm merge --out', () => {
  it('keeps the logs as one, of which the same report is made again', async () => {
    const text = await made('merge', 'share-1', 'share-2', '--out', 'all', '--json');
    expect(await kept('all')).toBe(shareText(0) + shareText(1));
    expect(await made('report', 'all', '--format', 'json')).toBe(text);
  });

  it('brings the plan along where a share has it, for a call to be made again', async () => {
    await writeFile(join(folder, 'share-2', 'plan.json'), '{}');
    await made('merge', 'share-1', 'share-2', '--out', 'all');
    expect(await readFile(join(folder, 'all', 'plan.json'), 'utf8')).toBe('{}');
  });

  it('takes the place of an earlier merge of the run, and of no other log', async () => {
    await made('merge', 'share-1', '--out', 'all');
    await made('merge', 'share-1', 'share-2', '--out', 'all');
    expect(await kept('all')).toBe(shareText(0) + shareText(1));
    await writeFile(join(folder, 'other.ndjson'), shareText(0, 'tomorrow'));
    for (const args of [
      ['merge', 'share-1', 'share-2', '--out', 'share-1'],
      ['merge', 'other.ndjson', '--out', 'all'],
      ['report', 'share-1', 'share-2', '--write', 'share-1'],
      ['report', 'other.ndjson', 'share-1', '--write', 'share-2'],
    ] as const) {
      const [command, ...rest] = args;
      await expect(made(command, ...rest)).rejects.toThrow('without another run in it');
    }
    expect(await kept('share-1')).toBe(shareText(0));
    expect(await kept('all')).toBe(shareText(0) + shareText(1));
  });

  it('is what report --write of several logs does, too', async () => {
    await made('report', 'share-1', 'share-2', '--write', 'all');
    expect(await kept('all')).toBe(shareText(0) + shareText(1));
  });

  it('has a next step that works: all shares again, or a search in the log that it keeps', async () => {
    const missing = (await made('merge', 'share-1')).replaceAll(/\s+/g, ' ');
    expect(missing).toContain('Run all 2 shares again, under a new --run-id and each with its own --shard');
  });
});
