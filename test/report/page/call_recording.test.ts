/** A recording in a page: what it looks like, and how the small copy sounds. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav, writeStereoWav, writeWav } from '../../../src/audio/wav.ts';
import { mulawWav } from '../../../src/page/inspector/mulaw_wav.ts';
import {
  peaksOf,
  readRecording,
  recordingOf,
  recordingsBeside,
  soundOf,
  SOUND_RATE,
  type Recording,
} from '../../../src/report/page/call_recording.ts';

const RATE = 24_000;

function tone(hertz: number, amplitude: number, seconds = 1): Int16Array {
  return Int16Array.from(
    { length: RATE * seconds },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / RATE),
  );
}

function recording(caller: Int16Array, agent: Int16Array, rate = RATE): Recording {
  const made = recordingOf(writeStereoWav(caller, agent, rate));
  if (made === null) throw new Error('no recording');
  return made;
}

function loudness(samples: Float32Array): number {
  // Not the ends, where the filter has half of what it wants.
  const middle = samples.subarray(samples.length >> 2, (samples.length >> 2) * 3);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

/** What is heard of it in the browser. */
function heard(made: Recording): readonly [Float32Array, Float32Array] {
  const wav = readWav(mulawWav(soundOf(made), SOUND_RATE), 'sound');
  expect(wav).toMatchObject({ sampleRate: SOUND_RATE, format: 'G.711 µ-law' });
  return wav.channels as [Float32Array, Float32Array];
}

describe('a recording', () => {
  it('is read as a run wrote it', () => {
    const made = recording(Int16Array.of(1, 2, 3), Int16Array.of(-4, -5, -6));
    expect(made.sampleRate).toBe(RATE);
    expect([...made.samples]).toEqual([1, -4, 2, -5, 3, -6]);
  });

  it('is read as far as it goes where it was cut off, and is none where it is something else', () => {
    const whole = writeStereoWav(Int16Array.of(1, 2, 3), Int16Array.of(4, 5, 6), RATE);
    expect([...(recordingOf(whole.subarray(0, whole.length - 3))?.samples ?? [])]).toEqual([1, 4, 2, 5]);
    expect(recordingOf(writeWav(Int16Array.of(1, 2, 3), RATE))).toBeNull();
    expect(recordingOf(new Uint8Array(20))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(recordingOf(bytes)).toBeNull();
      }),
    );
  });

  it('has the loudest sample of each 20 ms in its picture', () => {
    const caller = new Int16Array(RATE);
    caller[480 * 10 + 7] = -32_768;
    caller[480 * 11] = 8192;
    const peaks = peaksOf(recording(caller, tone(300, 0)), 0);
    expect(peaks.length).toBe(50);
    expect([peaks[9], peaks[10], peaks[11], peaks[12]]).toEqual([0, 255, 128, 0]);
    expect(peaksOf(recording(caller, tone(300, 0)), 1).every((peak) => peak === 0)).toBe(true);
  });

  it('sounds the same, each side on its own, and nothing folds back into what is heard', () => {
    const [low, silent] = heard(recording(tone(440, 10_000), tone(440, 0)));
    expect(low.length).toBe(SOUND_RATE);
    expect(loudness(low) / (10_000 / 32_768 / Math.SQRT2)).toBeCloseTo(1, 1);
    expect(loudness(silent)).toBeLessThan(0.001);
    const [high] = heard(recording(tone(6500, 10_000), tone(440, 0)));
    expect(loudness(high)).toBeLessThan(loudness(low) / 100);
  });

  it.each([8000, 16_000, 44_100, 48_000])(
    'is brought down from %d Hz without a change of its length',
    (rate) => {
      const made = recording(new Int16Array(rate), new Int16Array(rate), rate);
      expect(soundOf(made).length).toBe(2 * SOUND_RATE);
    },
  );

  it('is found by the list beside it, and never outside its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callstorm-recordings-'));
    try {
      expect((await recordingsBeside(folder)).size).toBe(0);
      await mkdir(join(folder, 'recordings'));
      const list = join(folder, 'recordings/recordings.json');
      await writeFile(list, '{"recordings": [');
      expect((await recordingsBeside(folder)).size).toBe(0);
      const entries = [
        { call: 3, file: 'call-000003.wav', originMs: 12 },
        { call: 4, file: '../../secret.wav', originMs: 0 },
        { call: 5, file: '..', originMs: 0 },
        { call: '6', file: 'call-000006.wav', originMs: 0 },
        null,
      ];
      await writeFile(list, JSON.stringify({ recordings: entries }));
      const found = await recordingsBeside(folder);
      expect([...found.keys()]).toEqual([3, 4]);
      expect(found.get(3)).toMatchObject({ file: 'recordings/call-000003.wav', originMs: 12 });
      expect(found.get(4)?.path).toBe(join(folder, 'recordings/secret.wav'));
      expect(await readRecording(found.get(3)?.path ?? '')).toBeNull();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
