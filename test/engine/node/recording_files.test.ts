import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcm16ToBytes } from '../../../src/audio/pcm.ts';
import { loadResampler } from '../../../src/audio/resample.ts';
import { readWav } from '../../../src/audio/wav.ts';
import { RecordingFiles, type RecordingFilesOptions } from '../../../src/engine/node/recording_files.ts';
import type { FinishedTape } from '../../../src/engine/node/tape_deck.ts';
import type { Medium } from '../../../src/engine/recording/stereo.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const WAY = { format: 'pcm16', sampleRate: 8000 } as const;
const FRAME_SAMPLES = 160;
/** Of a file with one frame. */
const WAV_BYTES = 44 + FRAME_SAMPLES * 4;

let medium: Medium;
beforeAll(async () => {
  medium = {
    frameMs: 20,
    uplink: WAY,
    downlink: WAY,
    payloadOf: (message) => pcm16ToBytes(new Int16Array(FRAME_SAMPLES).fill(message)),
    decode: (base64) => base64,
    resampler: await loadResampler(),
  };
});

function files(changes: Partial<RecordingFilesOptions> = {}): { files: RecordingFiles; folder: string } {
  const directory = changes.directory ?? mkdtempSync(join(tmpdir(), 'callstorm-files-'));
  folders.push(directory);
  const options = { which: { kind: 'all' }, diskBytes: 1e9, medium, ...changes, directory } as const;
  return { files: new RecordingFiles(options), folder: join(directory, 'recordings') };
}

function tape(call: number, merit = 0, frames = [call]): FinishedTape {
  const content = {
    openings: [{ dueMs: 1020, firstFrame: 0 }],
    frames: Uint32Array.from(frames),
    own: [],
    pieces: new Float64Array(0),
    base64: [],
    bytes: 1000,
  };
  const about = {
    caller: 'talker',
    voice: 'ada',
    outcome: 'completed',
    failure: null,
    reason: 'asked for',
  } as const;
  return { call, merit: [merit], ...about, content };
}

interface List {
  readonly recordings: readonly { readonly call: number; readonly file: string }[];
}

function list(folder: string): List {
  return JSON.parse(readFileSync(join(folder, 'recordings.json'), 'utf8')) as List;
}

const worst = (count: number): Partial<RecordingFilesOptions> => ({ which: { kind: 'worst', count } });

describe('recordings as files', () => {
  it('are stereo WAVs with the number of the call, and a list that says what each is', async () => {
    const { files: made, folder } = files();
    await made.keep(tape(317, 0, [5, 6]));
    await made.keep(tape(2));
    expect(await made.close()).toEqual({
      files: 2,
      bytes: 2 * WAV_BYTES + FRAME_SAMPLES * 4,
      withoutMemory: 0,
      withoutRoom: 0,
      trouble: null,
    });
    expect(readdirSync(folder)).toEqual(['call-000002.wav', 'call-000317.wav', 'recordings.json']);
    const wav = readWav(readFileSync(join(folder, 'call-000317.wav')), 'it');
    expect([wav.sampleRate, wav.channels.length, wav.channels[0]?.length]).toEqual([
      8000,
      2,
      2 * FRAME_SAMPLES,
    ]);
    expect(list(folder)).toMatchObject({ type: 'recordings', which: 'all' });
    expect(list(folder).recordings[1]).toEqual({
      file: 'call-000317.wav',
      call: 317,
      caller: 'talker',
      voice: 'ada',
      outcome: 'completed',
      failure: null,
      reason: 'asked for',
      originMs: 1000,
      durationMs: 40,
      sampleRate: 8000,
      uplinkRate: 8000,
      downlinkRate: 8000,
    });
  });

  it('are never more than were asked for: a worse call takes the place of the least bad', async () => {
    const { files: made, folder } = files(worst(2));
    for (const [call, merit] of [
      [0, 5],
      [1, 1],
      [2, 3],
      [3, 2],
    ] as const) {
      await made.keep(tape(call, merit));
      expect(readdirSync(folder).length).toBeLessThanOrEqual(2);
    }
    expect(await made.close()).toMatchObject({ files: 2, withoutRoom: 0, trouble: null });
    expect(list(folder).recordings.map(({ file }) => file)).toEqual(['call-000000.wav', 'call-000002.wav']);
    expect(readdirSync(folder)).toEqual(['call-000000.wav', 'call-000002.wav', 'recordings.json']);
  });

  it('stop at the bytes that they may take, which is told once', async () => {
    const { files: made, folder } = files({ diskBytes: 2 * WAV_BYTES });
    for (let call = 0; call < 5; call++) await made.keep(tape(call));
    const tally = await made.close();
    expect(tally).toMatchObject({ files: 2, bytes: 2 * WAV_BYTES, withoutRoom: 3 });
    expect(tally.trouble).toContain('they would take more than');
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('say how many there was no memory for, of those that would have been kept', async () => {
    const { files: made } = files(worst(1));
    await made.keep({ ...tape(1, 5), content: null });
    await made.keep(tape(2, 3));
    await made.keep({ ...tape(3, 1), content: null });
    expect(await made.close()).toMatchObject({ files: 1, withoutMemory: 1, trouble: null });
  });

  it('that cannot be written are told of once, and nothing else happens', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'callstorm-files-'));
    writeFileSync(join(directory, 'recordings'), 'in the way');
    const { files: made } = files({ directory });
    await made.keep(tape(1));
    await made.keep(tape(2));
    expect(await made.close()).toMatchObject({
      files: 0,
      withoutRoom: 2,
      trouble: 'a file is in the way of the directory (EEXIST)',
    });
  });
});
