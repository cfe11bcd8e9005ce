/** The lines of some calls out of a log, whole. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import type { InspectedRecord } from '../../../src/page/inspector/inspected_call.ts';
import { callLines } from '../../../src/report/page/call_lines.ts';
import { call, footer, generator, header, started, turn } from '../log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-lines-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const line = (record: LogRecord): string => JSON.stringify(record);

async function linesOf(text: string, wanted: (run: string, call: number) => boolean) {
  const file = join(folder, 'calls.ndjson');
  await writeFile(file, text);
  const found: [string, InspectedRecord][] = [];
  await callLines(file, wanted, (run, record) => found.push([run, record]));
  return found;
}

const strike = { type: 'strike', call: 1, atMs: 1, fault: 'noise', connection: 0 } as const;
const heard = turn({ call: 1, heardText: 'grüß Gott' });

describe('the lines of a call', () => {
  it('are all that a log has of it, in their order, with the run that they are of', async () => {
    const records = [
      header(),
      started(0),
      started(1),
      turn({ call: 0 }),
      strike,
      heard,
      call({ call: 1 }),
      generator(),
      call(),
      footer(),
    ];
    const found = await linesOf(
      `${records.map(line).join('\n')}\n`,
      (run, index) => run === 'run-1' && index === 1,
    );
    expect(found).toEqual([started(1), strike, heard, call({ call: 1 })].map((record) => ['run-1', record]));
  });

  it('are of the run whose header was the last before them', async () => {
    const text = [header({ run: 'a' }), call(), header({ run: 'b' }), call()].map(line).join('\n');
    expect((await linesOf(text, (run) => run === 'b')).map(([run]) => run)).toEqual(['b']);
    expect((await linesOf(text, () => true)).map(([run]) => run)).toEqual(['a', 'b']);
  });

  it('are of no run before any header', async () => {
    expect(await linesOf(line(call()), () => true)).toEqual([['', call()]]);
  });

  it('are found however they are written, and lack what broke off', async () => {
    const odd = `{"call":1,"type":"started","atMs":5,"caller":"buyer"}`;
    const torn = line(heard).slice(0, 60);
    const text = [
      line(header()),
      odd,
      torn,
      '',
      'no json',
      '{"type":"newer","call":1}',
      line(call({ call: 1 })),
    ].join('\n');
    const found = await linesOf(text, (_, index) => index === 1);
    expect(found.map(([, { type }]) => type)).toEqual(['started', 'call']);
  });

  it('are read where another log was glued to a line that broke off, whoever’s line that was', async () => {
    const whole = [turn({ call: 0 }), turn({ call: 1 }), generator(), footer()];
    for (const torn of whole.map((record) => line(record).slice(0, 50))) {
      const text = [
        line(header({ run: 'a' })),
        `${torn}${line(header({ run: 'b' }))}`,
        line(call({ call: 1 })),
      ].join('\n');
      expect(await linesOf(text, (_, index) => index === 1)).toEqual([['b', call({ call: 1 })]]);
    }
  });

  it('are whole across the pieces in which a file is read', async () => {
    const long = Array.from({ length: 30 }, (_, n) =>
      turn({ call: n % 2, turn: n, heardText: `ä${n}`.repeat(50_000) }),
    );
    const found = await linesOf([line(header()), ...long.map(line)].join('\n'), (_, index) => index === 1);
    expect(found.map(([, record]) => record)).toEqual(long.filter((record) => record.call === 1));
  });

  it('are known by their beginning: whose line nobody wants is not read, nor is what belongs to no call', async () => {
    const records = [header(), started(0), started(1), turn({ call: 0 }), generator(), call(), footer()];
    const asked: number[] = [];
    await linesOf(records.map(line).join('\n'), (_, index) => {
      asked.push(index);
      return index === 1;
    });
    // What is read is asked for again.
    expect(asked).toEqual([0, 1, 1, 0, 0]);
  });

  it('are no secret of why there are none: the file system says so', async () => {
    await expect(
      callLines(
        join(folder, 'none'),
        () => true,
        () => {},
      ),
    ).rejects.toThrow(/ENOENT/);
  });
});
