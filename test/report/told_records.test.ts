/** The records of a run one after another, from its logs or from memory. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import type { RunLog } from '../../src/report/log.ts';
import { readLogs } from '../../src/report/read.ts';
import { toldRecords } from '../../src/report/told_records.ts';
import { call, footer, gathered, generator, header, started, turn } from './log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-told-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function onDisk(...logs: readonly (readonly (LogRecord | string)[])[]): Promise<string[]> {
  return Promise.all(
    logs.map(async (lines, index) => {
      const file = join(folder, `${index}.ndjson`);
      await writeFile(
        file,
        lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
      );
      return file;
    }),
  );
}

/** Run, call, and which record of it. */
async function told(log: RunLog | null, files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { header: of, record } of toldRecords({ log, files })) {
    const what = record.type === 'turn' ? `turn ${record.turn} ${record.heardText ?? '–'}` : record.type;
    found.push(`${of.run} ${record.call} ${what}`);
  }
  return found;
}

const strike = { type: 'strike', call: 1, atMs: 1, fault: 'noise', connection: 0 } as const;
const lines = [
  header(),
  started(0),
  turn({ call: 1, heardText: 'hello' }),
  turn({ call: 0, turn: 1 }),
  strike,
  call({ call: 1 }),
  call(),
  generator(),
  footer(),
];

describe('the records of a run', () => {
  it('come from its logs, with their words, in the order of the log', async () => {
    const files = await onDisk(lines);
    const all = [
      'run-1 1 turn 0 hello',
      'run-1 0 turn 1 –',
      'run-1 1 strike',
      'run-1 1 call',
      'run-1 0 call',
    ];
    expect(await told(await readLogs(files), files)).toEqual(all);
    expect(await told(null, files)).toEqual(all);
  });

  it('come from memory where there is no log to be read, call by call, and without words', async () => {
    expect(await told(gathered(lines), [])).toEqual([
      'run-1 0 turn 1 –',
      'run-1 0 call',
      'run-1 1 turn 0 –',
      'run-1 1 call',
      'run-1 1 strike',
    ]);
  });

  it('come each with the header of its own run, strikes too', async () => {
    const log = gathered([...lines, header({ run: 'second' }), strike, call({ call: 1 }), footer()]);
    expect((await told(log, [])).filter((text) => text.includes('strike'))).toEqual([
      `${header().run} 1 strike`,
      'second 1 strike',
    ]);
  });

  it('have of what was told twice only the later', async () => {
    const again = turn({ call: 1, heardText: 'later' });
    const files = await onDisk([...lines, again, strike], [header({ run: 'run-2' }), call()]);
    const once = [
      'run-1 0 turn 1 –',
      'run-1 1 strike',
      'run-1 1 call',
      'run-1 0 call',
      'run-1 1 turn 0 later',
      'run-1 1 strike',
      'run-2 0 call',
    ];
    expect(await told(null, files)).toEqual(once);
    expect(await told(await readLogs(files), files)).toEqual(once);
  });

  it('have those of a log that was given twice once', async () => {
    const files = await onDisk(lines, lines);
    const found = await told(await readLogs(files), files);
    expect(found.filter((one) => one.endsWith('call'))).toEqual(['run-1 1 call', 'run-1 0 call']);
  });

  it('go on behind a line that broke off, in the log that was glued to it', async () => {
    const torn = `${JSON.stringify(call({ call: 5 })).slice(0, 40)}${JSON.stringify(header({ run: 'run-2' }))}`;
    const files = await onDisk([call({ call: 7 }), header(), call(), 'no json', torn, call({ call: 6 })]);
    // What stands before any header is of no run.
    expect(await told(null, files)).toEqual(['run-1 0 call', 'run-2 6 call']);
  });

  it('are not to be had of a summary alone, nor of a log that is gone', async () => {
    await expect(told(null, [])).rejects.toThrow(
      'the records of the run are not at hand: only its summary is',
    );
    await expect(told(null, [join(folder, 'gone')])).rejects.toThrow(/ENOENT/);
  });
});
