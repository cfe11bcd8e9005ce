/** The second reading of a log: the chosen calls’ lines alone, whatever else is in it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectedRecord } from '../../../src/page/inspector/inspected_call.ts';
import { callLines } from '../../../src/report/page/call_lines.ts';
import { answered, call, footer, header, started, turn } from '../log_builder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(
  text: string,
  calls: readonly number[],
  runs?: readonly string[],
): Promise<(readonly [string, InspectedRecord])[]> {
  const file = join(folder, 'calls.ndjson');
  await writeFile(file, text);
  const found: (readonly [string, InspectedRecord])[] = [];
  await callLines(
    file,
    (run, one) => calls.includes(one) && (runs === undefined || runs.includes(run)),
    (run, record) => found.push([run, record]),
  );
  return found;
}

const lines = (...records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('the lines of some calls', () => {
  it('are those of these calls, whole, in the order of the log', async () => {
    const long = turn({ call: 1, heardText: 'ä'.repeat(3 << 20) });
    const log = lines(
      header(),
      started(0),
      started(1),
      answered(0, 0, 300),
      long,
      call({ call: 0 }),
      call({ call: 1 }),
      footer(),
    );
    expect(await read(log, [1])).toEqual([
      ['run-1', started(1)],
      ['run-1', long],
      ['run-1', call({ call: 1 })],
    ]);
  });

  it('are told by the run that they are of', async () => {
    const log = lines(
      header(),
      call({ call: 1, endedMs: 1 }),
      header({ run: 'run-2' }),
      call({ call: 1, endedMs: 2 }),
    );
    expect(await read(log, [1], ['run-2'])).toEqual([['run-2', call({ call: 1, endedMs: 2 })]]);
  });

  it('are found where somebody else wrote them, in another order and with room between', async () => {
    const { type, call: index, ...rest } = call({ call: 4 });
    const log = `${lines(header())}${JSON.stringify({ ...rest, call: index, type })}\r\n { "type": "started", "call": 4, "atMs": 3 }`;
    expect((await read(log, [4])).map(([, record]) => record.type)).toEqual(['call', 'started']);
  });

  it('do not stop at a line that breaks off, nor lose the log that is glued to it', async () => {
    const torn = JSON.stringify(answered(2, 0, 300)).slice(0, 80);
    const log = `${lines(header(), started(1))}${torn}${lines(header({ run: 'run-2' }), started(1))}${torn}`;
    expect(await read(log, [1])).toEqual([
      ['run-1', started(1)],
      ['run-2', started(1)],
    ]);
  });

  it('are none of a file that is not there', async () => {
    await expect(
      callLines(
        join(folder, 'none'),
        () => true,
        () => {},
      ),
    ).rejects.toThrow('ENOENT');
  });
});
