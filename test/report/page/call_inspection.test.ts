/** What of a run's calls is inside its page, from its records, its log and its recordings. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeStereoWav } from '../../../src/audio/wav.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import type { Inspected, InspectedCall } from '../../../src/page/inspector/inspected_call.ts';
import { unpackedJson } from '../../../src/page/inspector/unpack.ts';
import { inspectedOf, MOST_BYTES } from '../../../src/report/page/call_inspection.ts';
import {
  answered,
  call,
  footer,
  gathered,
  goodRun,
  header,
  lostBefore,
  started,
  turn,
} from '../log_builder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-inspected-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function inspect(
  records: readonly LogRecord[],
  options: { readonly written?: boolean; readonly asked?: readonly number[] } = {},
): Promise<{ readonly inspected: Inspected; readonly calls: readonly InspectedCall[] }> {
  const file = join(folder, 'calls.ndjson');
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const inspected = await inspectedOf({
    log: gathered(records),
    files: options.written === false ? [] : [file],
    inspect: options.asked ?? [],
  });
  if (inspected === null) throw new Error('nothing');
  return { inspected, calls: (await unpackedJson(inspected.packed)) as readonly InspectedCall[] };
}

const small: readonly LogRecord[] = [
  header(),
  started(0),
  started(1),
  turn({
    call: 1,
    heardText: 'On its way.',
    transcript: 'Where is it?',
    marks: { speechEnd: 100, firstHeard: 900 },
  }),
  answered(0, 0, 300),
  call({ call: 1 }),
  call({ call: 0 }),
  lostBefore({ call: 2, outcome: 'not_started' }),
  footer(),
];

describe('the calls inside a page', () => {
  it('are all of a small run, by number, with all that its log tells', async () => {
    const { inspected, calls } = await inspect(small);
    expect(inspected).toMatchObject({ ids: ['0', '1'], of: 2, notes: [], sounds: {} });
    expect(calls[1]?.records).toEqual([started(1), small[3], call({ call: 1 })]);
    expect(calls[1]).toMatchObject({ id: '1', reason: '', words: true, sound: null, axisMs: 0 });
    expect(calls[1]?.replayCommand).toMatch(/^callstorm replay \S+ --call 1$/);
    expect(inspected.moreCommand).toMatch(
      /^callstorm report \S+ --format html --html-call <n> > call-<n>.html$/,
    );
  });

  it('have no words where the log was written nowhere, and say so', async () => {
    const { inspected, calls } = await inspect(small, { written: false });
    expect(inspected.notes).toEqual([expect.stringContaining('written nowhere')]);
    expect(inspected.moreCommand).toBeNull();
    expect(calls[1]).toMatchObject({ words: false, replayCommand: null });
    expect(calls[1]?.records).toMatchObject([
      { type: 'turn', heardText: null, marks: { firstHeard: 900 } },
      { type: 'call', outcome: 'completed' },
    ]);
  });

  it('have none where the log is gone by now, and say which', async () => {
    const inspected = await inspectedOf({ log: gathered(small), files: [join(folder, 'gone.ndjson')] });
    expect(inspected?.notes).toEqual([expect.stringMatching(/gone\.ndjson could not be read a second time/)]);
    expect(inspected?.ids).toEqual(['0', '1']);
  });

  it('are none where only the summary is at hand', async () => {
    expect(await inspectedOf({ log: null, files: [] })).toBeNull();
  });

  it('are the worst and a sample of a large run, within the bound, and those that were asked for', async () => {
    const many = [
      ...goodRun(3000, (index) => 300 + (index % 100)).slice(0, -1),
      started(3000),
      call({ call: 3000, outcome: 'failed', failure: 'connection_lost' }),
    ];
    const { inspected, calls } = await inspect(many, { asked: [1234] });
    expect(inspected.of).toBe(3001);
    expect(inspected.ids.slice(0, 2)).toEqual(['1234', '3000']);
    expect(calls.map(({ id }) => id)).toEqual(inspected.ids);
    expect(inspected.ids.length).toBeLessThanOrEqual(400);
    expect(inspected.packed.length).toBeLessThanOrEqual(MOST_BYTES);
    expect(inspected.notes[0]).toMatch(new RegExp(`^${inspected.ids.length} of 3001 calls are inside`));
    expect(calls[1]?.reason).toBe('failed: connection_lost');
  });

  it('are told apart where two runs have calls of one number', async () => {
    const { inspected, calls } = await inspect([
      ...small,
      header({ run: 'run-2', startedAtMs: header().startedAtMs + 3_600_000 }),
      started(1),
      call({ call: 1 }),
      footer(),
    ]);
    expect(inspected.ids).toEqual(['0', '1', '1@2']);
    expect(calls[2]?.run).toBe('run-2');
    // The second run lies behind the first, without the hour between them.
    expect(calls[2]?.axisMs).toBeGreaterThan(0);
    expect(calls[2]?.axisMs).toBeLessThan(3_600_000);
  });

  it('look as they were recorded, and sound so', async () => {
    await mkdir(join(folder, 'recordings'));
    const loud = new Int16Array(24_000).fill(20_000);
    await writeFile(
      join(folder, 'recordings/call-000001.wav'),
      writeStereoWav(loud, new Int16Array(24_000), 24_000),
    );
    const recordings = [
      { call: 1, file: 'call-000001.wav', originMs: 50 },
      { call: 0, file: 'gone.wav', originMs: 0 },
    ];
    await writeFile(join(folder, 'recordings/recordings.json'), JSON.stringify({ recordings }));
    const { inspected, calls } = await inspect(small);
    expect(calls[0]?.sound).toBeNull();
    expect(calls[1]?.sound).toMatchObject({
      file: 'recordings/call-000001.wav',
      originMs: 50,
      durationMs: 1000,
    });
    expect(Object.keys(inspected.sounds)).toEqual(['1']);
  });
});
