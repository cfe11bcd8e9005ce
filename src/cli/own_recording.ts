/**
 * Any WAV as something that a caller says, to be heard and no more: mixed to one channel, brought to the rate of fixtures, and
 * measured as they are. Where no speech is found in it, all of it is taken for speech. Throws ConfigError for what is no WAV.
 */

import { basename, extname } from 'node:path';
import { downmix } from '../audio/downmix.ts';
import { pcm16FromFloat } from '../audio/pcm.ts';
import { MAX_SAMPLE_RATE, MIN_SAMPLE_RATE, resample } from '../audio/resample.ts';
import { readWav } from '../audio/wav.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { unreadable } from '../disk/disk_trouble.ts';
import { readRegular } from '../disk/read_regular.ts';
import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import { measure } from '../fixture/measure_recording.ts';
import { sha256 } from '../scenario/canonical.ts';
import type { Recording } from '../scenario/repertoire.ts';

/** What is heard once in full, and drawn, is no longer than that. */
const LONGEST_MS = 300_000;

export async function readOwnRecording(file: string): Promise<Recording> {
  const shown = visible(file);
  let bytes: Buffer;
  try {
    bytes = await readRegular(file, 'recording');
  } catch (error) {
    throw unreadable(error, { code: 'recording_unreadable', file: shown });
  }
  const { channels, sampleRate } = readWav(bytes, shown);
  const refuse = (message: string, hint: string): ConfigError =>
    new ConfigError(message, { code: 'recording_invalid', file: shown, hint });
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    const rates = `${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`;
    throw refuse(`expected a WAV of ${rates}, found ${sampleRate} Hz`, 'Convert it, e.g. to 24000 Hz.');
  }
  const { samples } = downmix(channels);
  if ((samples.length * 1000) / sampleRate > LONGEST_MS) {
    throw refuse(
      `expected at most ${LONGEST_MS / 60_000} min, found ${Math.round(samples.length / sampleRate)} s`,
      'Cut out what is to be heard.',
    );
  }
  const own = pcm16FromFloat(await resample(samples, sampleRate, FIXTURE_SAMPLE_RATE));
  const { measurement } = await measure(own, FIXTURE_SAMPLE_RATE);
  const { durationMs, activeDbfs, segments } = measurement;
  return {
    utterance: basename(file, extname(file)),
    voice: 'heard',
    transcript: basename(file),
    durationMs,
    segments: segments.length > 0 ? segments : [{ startMs: 0, endMs: durationMs }],
    activeDbfs,
    sha256: sha256(bytes),
    read: () => Promise.resolve(own),
  };
}
