/** The calls that are inside a run's page, with all that its log and its recordings tell of them. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import type { HeaderRecord, LogRecord } from '../../../src/core/log/record.ts';
import type { InspectedCall } from '../../../src/page/inspector/inspected_call.ts';
import { inspectedOf, MOST_BYTES } from '../../../src/report/page/call_inspection.ts';
import { readLogs } from '../../../src/report/read.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  header,
  judgement,
  lostBefore,
  started,
  turn,
} from '../log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-inspect-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function written(name: string, records: readonly LogRecord[]): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return file;
}

const strike = { type: 'strike', call: 1, atMs: 500, fault: 'noise', connection: 0 } as const;
const heard = turn({
  call: 1,
  heardText: 'hello',
  marks: { speechEnd: 2000, firstHeard: 2400, lastHeard: 3000 },
});
const run = (fields: Partial<HeaderRecord> = {}): LogRecord[] => [
  header(fields),
  started(2),
  started(1),
  call({ call: 2 }),
  strike,
  heard,
  call({ call: 1, outcome: 'failed', failure: 'no_answer' }),
  lostBefore({ call: 3, outcome: 'blocked' }),
  lostBefore({ call: 4, outcome: 'not_started' }),
  generator(),
  footer(),
];

async function inspected(files: readonly string[], inspect: readonly number[] = []) {
  const found = await inspectedOf({ log: await readLogs(files), files, inspect });
  if (found === null) throw new Error('nothing is inside');
  return { ...found, calls: unpacked(found.packed) };
}

function unpacked(packed: string): readonly InspectedCall[] {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as InspectedCall[];
}

describe('the calls that are inside a page', () => {
  it('are as many as a page has room for where much was said, and it says so', async () => {
    const random = new Random('words');
    const words = (): string => Array.from({ length: 6000 }, () => random.below(36).toString(36)).join('');
    const turns = Array.from({ length: 100 }, (_, index) => turn({ call: index, heardText: words() }));
    const file = await written('run/calls.ndjson', [
      header(),
      ...turns.flatMap((one) => [one, call({ call: one.call })]),
      generator(),
      footer(),
    ]);
    const { ids, of, notes, packed, calls } = await inspected([file]);
    expect(of).toBe(100);
    expect(packed.length).toBeLessThanOrEqual(MOST_BYTES);
    expect(ids.length).toBeGreaterThan(40);
    expect(ids.length).toBeLessThan(100);
    expect(calls.map(({ id }) => id)).toEqual(ids);
    expect(notes).toEqual([
      `${ids.length} of 100 calls are inside: the worst of each kind (failed, slow, not as expected, struck) and a sample, the same for the same seed.`,
    ]);
    expect(calls.every(({ reason }) => reason !== '')).toBe(true);
  });

  it('are all that began where there is room, by their number, with their lines as the log has them', async () => {
    const file = await written('run/calls.ndjson', run());
    const { calls, ...page } = await inspected([file]);
    expect(page).toMatchObject({
      ids: ['1', '2'],
      of: 2,
      notes: [],
      sounds: {},
      expectations: [],
      bands: judgement.bands,
    });
    expect(page.moreCommand).toBe(
      `callstorm report ${join(folder, 'run')} --format html --html-call <n> > call-<n>.html`,
    );
    expect(calls).toMatchObject([
      {
        id: '1',
        call: 1,
        run: 'run-1',
        reason: '',
        words: true,
        sound: null,
        replayCommand: `callstorm replay ${join(folder, 'run')} --call 1`,
      },
      { id: '2', call: 2, words: true },
    ]);
    expect(calls[0]?.records).toEqual([
      started(1),
      strike,
      heard,
      call({ call: 1, outcome: 'failed', failure: 'no_answer' }),
    ]);
  });

  it('have what was expected of them, by which their results are named', async () => {
    const expectations = [
      { text: 'hangs up', condition: { is: 'hangup' } },
      { text: 'escalates', condition: { is: 'escalates' } },
    ] as const;
    const file = await written('calls.ndjson', run({ judgement: { ...judgement, expectations } }));
    expect((await inspected([file])).expectations).toEqual(['hangs up', 'escalates']);
  });

  it('have of what was told twice the later', async () => {
    const later = { ...heard, heardText: 'later' };
    const file = await written('calls.ndjson', [...run(), later]);
    const { calls } = await inspected([file]);
    expect(calls[0]?.records.filter(({ type }) => type === 'turn')).toEqual([later]);
    // Strikes of other names or instants are others.
    const more = await written('more.ndjson', [
      ...run(),
      { ...strike, fault: 'echo' },
      { ...strike, atMs: 600 },
      strike,
    ]);
    const { calls: struck } = await inspected([more]);
    expect(struck[0]?.records.filter(({ type }) => type === 'strike')).toHaveLength(3);
  });

  it('are told apart where two runs have one of the same number', async () => {
    const files = [
      await written('a/calls.ndjson', run()),
      await written('b/calls.ndjson', run({ run: 'run-2' })),
    ];
    const { ids, calls, moreCommand } = await inspected(files);
    expect(ids).toEqual(['1', '1@2', '2', '2@2']);
    expect(calls[1]).toMatchObject({
      run: 'run-2',
      replayCommand: `callstorm replay ${join(folder, 'b')} --call 1`,
    });
    expect(moreCommand).toContain(`${join(folder, 'a')} ${join(folder, 'b')} --format`);
  });

  it('know where their log’s beginning lies on the axis of all', async () => {
    const startedAtMs = header().startedAtMs;
    // The first went on for 10,010 ms; that it ran twice, on two machines, 400 ms apart; the other run came an hour later.
    const part = (fields: Partial<HeaderRecord>, index: number): LogRecord[] => [
      header(fields),
      started(index),
      answered(index, 0, 400),
      call({ call: index }),
      footer(),
    ];
    const files = [
      await written('a/calls.ndjson', part({}, 1)),
      await written('b/calls.ndjson', part({ startedAtMs: startedAtMs + 400 }, 2)),
      await written('c/calls.ndjson', part({ run: 'run-2', startedAtMs: startedAtMs + 3_600_000 }, 1)),
    ];
    const { calls } = await inspected(files);
    expect(calls.map(({ id, axisMs }) => [id, axisMs])).toEqual([
      ['1', 0],
      ['1@2', 10_410],
      ['2', 400],
    ]);
  });

  it('are named in commands as a shell takes them', async () => {
    const file = await written("it's here/log.ndjson", run());
    const { calls, moreCommand } = await inspected([file]);
    const quoted = `${folder}/it'\\''s here`;
    expect(calls[0]?.replayCommand).toBe(`callstorm replay '${quoted}' --call 1`);
    expect(moreCommand).toContain(`callstorm report '${quoted}/log.ndjson' `);
  });

  it('are, of a long run, the worst and a sample, and those that somebody asks for', async () => {
    const records = [
      header(),
      ...Array.from({ length: 600 }, (_, n) => [
        started(n),
        answered(n, 0, 300 + (n === 555 ? 4000 : 0)),
        call({ call: n }),
      ]).flat(),
      call({ call: 600, outcome: 'failed', failure: 'no_answer' }),
      footer(),
    ];
    const file = await written('calls.ndjson', records);
    const { ids, of, notes, calls } = await inspected([file], [7]);
    expect(of).toBe(601);
    expect(ids).toHaveLength(400);
    expect(notes).toEqual([
      '400 of 601 calls are inside: the worst of each kind (failed, slow, not as expected, struck) and a sample, the same for the same seed.',
    ]);
    expect(calls.slice(0, 3)).toMatchObject([
      { id: '7', reason: 'asked for' },
      { id: '600', reason: 'failed: no_answer' },
      { id: '555', reason: 'slow: an answer took 4300 ms' },
    ]);
    expect((await inspected([file], [7])).ids).toEqual(ids);
  });
});

describe('a page without a log', () => {
  it('has no calls where there are no records either', async () => {
    expect(await inspectedOf({ log: null, files: [] })).toBeNull();
  });

  it('has the instants and the outcomes that are in memory, and says what is missing', async () => {
    const found = await inspectedOf({ log: gathered(run()), files: [] });
    expect(found).toMatchObject({
      ids: ['1', '2'],
      moreCommand: null,
      notes: [
        'The log was written nowhere: what was said and heard is not here, only the instants and the outcomes.',
      ],
    });
    const [first] = unpacked(found?.packed ?? '');
    expect(first).toMatchObject({ words: false, replayCommand: null, sound: null });
    expect(first?.records.map(({ type }) => type)).toEqual(['strike', 'turn', 'call']);
    expect(first?.records[1]).toMatchObject({ heardText: null, marks: { firstHeard: 2400 } });
  });

  it('has them as well where the log cannot be read a second time', async () => {
    const file = join(folder, 'gone', 'calls.ndjson');
    const found = await inspectedOf({ log: gathered(run()), files: [file] });
    expect(found?.ids).toEqual(['1', '2']);
    expect(found?.notes).toHaveLength(1);
    expect(found?.notes[0]).toBe(
      'calls.ndjson could not be read a second time (there is no such file (ENOENT)): what was said and heard in its calls is not here.',
    );
  });
});

describe('a recording of a call', () => {
  it('is heard and seen in its page', async () => {
    const file = await written('run/calls.ndjson', run());
    const recordings = join(folder, 'run', 'recordings');
    await mkdir(recordings);
    // A second of the caller at half of full scale, and of the agent's silence.
    const wav = Buffer.alloc(44 + 8000 * 4);
    wav.write('RIFF', 0);
    wav.write('WAVE', 8);
    wav.write('data', 36);
    for (const [at, value] of [
      [20, 1],
      [22, 2],
      [34, 16],
    ] as const)
      wav.writeUInt16LE(value, at);
    wav.writeUInt32LE(8000, 24);
    wav.writeUInt32LE(8000 * 4, 40);
    for (let i = 0; i < 8000; i++) wav.writeInt16LE(16_384, 44 + i * 4);
    await writeFile(join(recordings, 'call-000001.wav'), wav);
    const list = [
      { call: 1, file: 'call-000001.wav', originMs: 120 },
      { call: 2, file: 'call-000002.wav', originMs: 9 },
    ];
    await writeFile(join(recordings, 'recordings.json'), JSON.stringify({ recordings: list }));
    const { calls, sounds } = await inspected([file]);
    expect(Object.keys(sounds)).toEqual(['1']);
    expect(gunzipSync(Buffer.from(sounds['1'] ?? '', 'base64'))).toHaveLength(16_000);
    expect(calls[0]?.sound).toMatchObject({
      file: 'recordings/call-000001.wav',
      originMs: 120,
      durationMs: 1000,
      peaksPerSecond: 50,
    });
    const peaks = (base64 = '') => [...new Set(Buffer.from(base64, 'base64'))];
    expect(peaks(calls[0]?.sound?.callerPeaks)).toEqual([180]);
    expect(peaks(calls[0]?.sound?.agentPeaks)).toEqual([0]);
    // Its file is not there.
    expect(calls[1]?.sound).toBeNull();
  });
});
