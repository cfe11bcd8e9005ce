/**
 * Makes recordings ready for the wire, once: resampled, framed, encoded and wrapped into the protocol's own messages.
 * A running call only sends slices of what comes out. Everything lies in one SharedArrayBuffer, which workers share.
 */

import { cutFrames, frameLength } from '../audio/frame.ts';
import { g711Encode } from '../audio/g711.ts';
import { pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../audio/pcm.ts';
import { loadResampler } from '../audio/resample.ts';
import type { Clip, PlanAudio, SessionSettings } from '../core/plan/plan.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import type { Recording } from './repertoire.ts';

export interface EncodedClips {
  /** One a recording, in the same order. */
  readonly clips: readonly Clip[];
  readonly audio: PlanAudio;
}

export async function encodeClips(
  recordings: readonly Recording[],
  dialect: Pick<Dialect, 'append' | 'uplink'>,
  format: SessionSettings['format'],
  frameMs: number,
): Promise<EncodedClips> {
  const resampler = await loadResampler();
  const { sampleRate } = dialect.uplink;
  const messageOf = (frame: Int16Array): Uint8Array => {
    const bytes = encodeSamples(frame, format);
    return Buffer.from(
      dialect.append(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')),
      'latin1',
    );
  };
  const messages: Uint8Array[] = [messageOf(new Int16Array(frameLength(sampleRate, frameMs)))];
  const clips: Clip[] = [];
  for (const recording of recordings) {
    const samples = await recording.read();
    const atRate =
      sampleRate === FIXTURE_SAMPLE_RATE
        ? samples
        : pcm16FromFloat(resampler.resample(pcm16ToFloat(samples), FIXTURE_SAMPLE_RATE, sampleRate));
    const frames = cutFrames(atRate, sampleRate, frameMs);
    clips.push({
      id: `${recording.voice}/${recording.utterance}`,
      utterance: recording.utterance,
      voice: recording.voice,
      transcript: recording.transcript,
      firstFrame: messages.length,
      frames: frames.length,
      durationMs: recording.durationMs,
      segments: recording.segments,
      activeDbfs: recording.activeDbfs,
      sha256: recording.sha256,
    });
    for (const frame of frames) messages.push(messageOf(frame));
  }
  return { clips, audio: packed(messages) };
}

function encodeSamples(samples: Int16Array, format: SessionSettings['format']): Uint8Array {
  switch (format) {
    case 'pcm16':
      return pcm16ToBytes(samples);
    case 'g711_ulaw':
      return g711Encode(samples, 'ulaw');
    case 'g711_alaw':
      return g711Encode(samples, 'alaw');
  }
}

/** The offsets first (they want to be aligned), then the messages. */
function packed(messages: readonly Uint8Array[]): PlanAudio {
  const length = messages.reduce((sum, message) => sum + message.length, 0);
  const count = messages.length + 1;
  const memory = new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT + length);
  const offsets = new Uint32Array(memory, 0, count);
  const bytes = new Uint8Array(memory, offsets.byteLength, length);
  let at = 0;
  messages.forEach((message, i) => {
    bytes.set(message, at);
    at += message.length;
    offsets[i + 1] = at;
  });
  return { bytes, offsets };
}
