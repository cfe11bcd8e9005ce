/** A recording as a run leaves it: what it looks like, and how it sounds. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { g711Decode } from '../../../src/audio/g711.ts';
import {
  peaksOf,
  readRecording,
  recordingOf,
  recordingsBeside,
  soundOf,
} from '../../../src/report/page/call_recording.ts';

interface Changes {
  readonly format?: number;
  readonly channels?: number;
  readonly bits?: number;
  readonly rate?: number;
  readonly words?: readonly [string, string, string];
  readonly says?: number;
}

function wav(
  samples: readonly number[],
  { format = 1, channels = 2, bits = 16, rate = 16_000, words, says }: Changes = {},
): Uint8Array {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const [riff, wave, data] = words ?? ['RIFF', 'WAVE', 'data'];
  for (const [at, word] of [
    [0, riff],
    [8, wave],
    [36, data],
  ] as const)
    for (let i = 0; i < 4; i++) bytes[at + i] = word.charCodeAt(i);
  view.setUint16(20, format, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  view.setUint32(40, says ?? samples.length * 2, true);
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, sample, true));
  return bytes;
}

/** Caller's and agent's samples by turns. */
const stereo = (frames: number, caller: (i: number) => number, agent: (i: number) => number): number[] =>
  Array.from({ length: frames * 2 }, (_, i) => Math.round((i % 2 === 0 ? caller : agent)(i >> 1)));
const tone =
  (hz: number, rate: number) =>
  (i: number): number =>
    10_000 * Math.sin((2 * Math.PI * hz * i) / rate);

describe('a recording', () => {
  it('is 16 bits of two voices, and nothing else is one', () => {
    expect(recordingOf(wav([1, -2, 3, -4]))).toEqual({
      sampleRate: 16_000,
      samples: Int16Array.of(1, -2, 3, -4),
    });
    const wrong: readonly Changes[] = [
      { format: 3 },
      { channels: 1 },
      { bits: 8 },
      { rate: 7999 },
      { words: ['RIFX', 'WAVE', 'data'] },
      { words: ['RIFF', 'WAVX', 'data'] },
      { words: ['RIFF', 'WAVE', 'fact'] },
    ];
    for (const changes of wrong) expect(recordingOf(wav([1, 2], changes))).toBeNull();
    expect(recordingOf(wav([1, 2], { rate: 8000 }))).not.toBeNull();
    expect(recordingOf(wav([]).subarray(0, 43))).toBeNull();
    expect(recordingOf(wav([]))?.samples).toHaveLength(0);
  });

  it('is read as far as it goes, in whole pairs, and no further than it says', () => {
    const cutOff = wav([1, 2, 3, 4, 5, 6]).subarray(0, 44 + 11);
    expect(recordingOf(cutOff)?.samples).toEqual(Int16Array.of(1, 2, 3, 4));
    expect(recordingOf(wav([1, 2, 3, 4], { says: 4 }))?.samples).toEqual(Int16Array.of(1, 2));
  });

  it('is read from wherever it lies in memory', () => {
    const odd = new Uint8Array(44 + 8 + 1);
    odd.set(wav([1, 2, 3, 4]), 1);
    expect(recordingOf(odd.subarray(1))?.samples).toEqual(Int16Array.of(1, 2, 3, 4));
  });
});

describe('the peaks of a recording', () => {
  it('are the loudest of each fiftieth of a second of one voice, as the root of its part of full scale', () => {
    // 20 ms are 160 frames: the caller is at a quarter of full scale in the second of them, the agent as low as can be in the third.
    const samples = stereo(
      500,
      (i) => (i === 200 ? 8192 : 0),
      (i) => (i === 479 ? -32_768 : i === 480 ? 82 : 0),
    );
    const recording = { sampleRate: 8000, samples: Int16Array.from(samples) };
    expect([...peaksOf(recording, 0)]).toEqual([0, 128, 0, 0]);
    expect([...peaksOf(recording, 1)]).toEqual([0, 0, 255, 13]);
    expect(peaksOf({ sampleRate: 8000, samples: new Int16Array(0) }, 0)).toHaveLength(0);
  });
});

describe('the sound of a recording', () => {
  const heard = (
    rate: number,
    caller: (i: number) => number,
    agent: (i: number) => number,
  ): [Int16Array, Int16Array] => {
    const sound = g711Decode(
      soundOf({ sampleRate: rate, samples: Int16Array.from(stereo(rate / 4, caller, agent)) }),
      'ulaw',
    );
    expect(sound).toHaveLength(4000);
    return [sound.subarray(0, 2000), sound.subarray(2000)];
  };
  const rms = (samples: Int16Array): number =>
    Math.sqrt(samples.slice(200, 1800).reduce((sum, one) => sum + one * one, 0) / 1600);

  it.each([8000, 16_000, 24_000, 44_100])(
    'is the caller, then the agent, at 8 kHz, as loud as it was (%d Hz)',
    (rate) => {
      const [caller, agent] = heard(rate - (rate % 4), tone(1000, rate), () => -4000);
      expect(rms(caller)).toBeGreaterThan(10_000 / Math.SQRT2 - 300);
      expect(rms(caller)).toBeLessThan(10_000 / Math.SQRT2 + 300);
      for (const sample of agent.slice(100, 1900)) expect(Math.abs(sample + 4000)).toBeLessThan(150);
    },
  );

  it('is the same wave at a rate that is no multiple of 8 kHz', () => {
    const rate = 44_100;
    const [caller] = heard(
      rate,
      (i) => 10_000 * Math.sin((2 * Math.PI * 1000 * i) / rate),
      () => 0,
    );
    const apart = Array.from(caller.subarray(100, 1900), (sample, at) =>
      Math.abs(sample - 10_000 * Math.sin((2 * Math.PI * 1000 * (at + 100)) / 8000)),
    );
    // In µ-law what is as loud as this is known to about 260.
    expect(Math.max(...apart)).toBeLessThan(500);
  });

  it('is in time: a click stays where it was', () => {
    const [caller] = heard(
      16_000,
      (i) => (i === 2000 ? 30_000 : 0),
      () => 0,
    );
    expect(caller.indexOf(Math.max(...caller))).toBe(1000);
  });

  it('lets nothing over 4 kHz fold back', () => {
    const [caller] = heard(16_000, tone(6000, 16_000), () => 0);
    expect(rms(caller)).toBeLessThan(100);
    const [near] = heard(16_000, tone(4500, 16_000), () => 0);
    expect(rms(near)).toBeLessThan(700);
    const [under] = heard(16_000, tone(3000, 16_000), () => 0);
    expect(rms(under)).toBeGreaterThan(6500);
  });
});

describe('the recordings beside a log', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callstorm-recordings-'));
    await mkdir(join(folder, 'recordings'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const listed = async (text: string) => {
    await writeFile(join(folder, 'recordings', 'recordings.json'), text);
    return [...(await recordingsBeside(folder))];
  };
  const entry = { call: 3, file: 'call-000003.wav', originMs: 120 };

  it('are by call, and lead out of no folder', async () => {
    const recordings = [
      entry,
      { call: 4, file: '../../etc/passwd', originMs: 0 },
      { call: 5, file: '..', originMs: 0 },
      { call: 6, file: '', originMs: 0 },
      { call: '7', file: 'a.wav', originMs: 0 },
      { call: 8, file: 1, originMs: 0 },
      { call: 9, file: 'a.wav' },
      null,
      'x',
    ];
    const place = (name: string) => ({ path: join(folder, 'recordings', name), file: `recordings/${name}` });
    expect(await listed(JSON.stringify({ recordings }))).toEqual([
      [3, { call: 3, originMs: 120, ...place('call-000003.wav') }],
      [4, { call: 4, originMs: 0, ...place('passwd') }],
    ]);
  });

  it.each(['', '{', 'null', '[]', '{"recordings":5}', '{"recordings":null}'])(
    'are none of a list that says %j',
    async (text) => {
      expect(await listed(text)).toEqual([]);
    },
  );

  it('are none where there is no list, and none where there is no file', async () => {
    expect([...(await recordingsBeside(join(folder, 'none')))]).toEqual([]);
    expect(await readRecording(join(folder, 'none.wav'))).toBeNull();
    await writeFile(join(folder, 'a.wav'), wav([5, 6]));
    expect((await readRecording(join(folder, 'a.wav')))?.samples).toEqual(Int16Array.of(5, 6));
    await writeFile(join(folder, 'b.wav'), 'RIFF');
    expect(await readRecording(join(folder, 'b.wav'))).toBeNull();
  });
});
