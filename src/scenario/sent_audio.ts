/**
 * What is sent when a caller says one recording, heard again: it goes the way of every run (resampled, spoiled, framed, encoded)
 * and is decoded from the messages themselves. Before and after it is what would be heard there: the bed, or silence.
 */

import { GIVE_WAY_MS, giveWay, type Edge } from '../audio/give_way.ts';
import { samplesFromWire, samplesToWire } from '../audio/wire_samples.ts';
import type { ClipVariant, PlanAudio, Segment, SessionSettings } from '../core/plan/plan.ts';
import { SILENCE_FRAME } from '../core/plan/plan.ts';
import { encodeClips } from './encode.ts';
import type { Recording } from './repertoire.ts';
import { clipId, type Processor } from './variant.ts';

export interface Wire {
  readonly sampleRate: number;
  readonly format: SessionSettings['format'];
  readonly frameMs: number;
}

/** Both as long as each other, and in time with each other. */
export interface SentAudio {
  readonly clean: Int16Array;
  readonly sent: Int16Array;
  /** Where speech is audible in the clean one. */
  readonly speech: readonly Segment[];
  /** Samples before the recording's first. */
  readonly lead: number;
  /** The recording's own, filled up to a whole frame. */
  readonly length: number;
}

/** `around`: so much is heard before and after, in whole frames. Without a variant, what is sent is the clean recording. */
export async function sentAudio(
  recording: Recording,
  variant: ClipVariant | undefined,
  processor: Processor | undefined,
  wire: Wire,
  aroundMs: number,
): Promise<SentAudio> {
  const { voice, utterance } = recording;
  const sources = [undefined, ...(variant === undefined ? [] : [variant])].map((variant) => ({
    id: clipId(voice, utterance, variant),
    recording,
    variant,
  }));
  const uplink = { ...wire, append: (base64: string) => base64 };
  const beds = variant === undefined ? [] : [variant];
  const encoded = await encodeClips(sources, beds, uplink, wire.frameMs, processor);
  const around = Math.ceil(aroundMs / wire.frameMs);
  const bed = variant === undefined ? undefined : encoded.beds.get(variant.id);
  const heard = (index: number, between: (frame: number) => number): Int16Array => {
    const clip = encoded.clips[index] ?? { firstFrame: 0, frames: 0 };
    const frames = Array.from({ length: clip.frames + 2 * around }, (_, frame) =>
      frame < around || frame >= around + clip.frames ? between(frame) : clip.firstFrame + frame - around,
    );
    return joined(frames.map((frame) => decoded(encoded.audio, frame, wire.format)));
  };
  const clean = heard(0, () => SILENCE_FRAME);
  const frameSamples = (wire.sampleRate * wire.frameMs) / 1000;
  const leadMs = around * wire.frameMs;
  const under = (frame: number): number =>
    bed === undefined ? SILENCE_FRAME : bed.firstFrame + (frame % bed.frames);
  const sent = variant === undefined ? clean : heard(1, under);
  const frames = encoded.clips[1]?.frames ?? 0;
  if (bed !== undefined && frames > 0) {
    // As in a call: what is said comes out of the bed, and goes over into it.
    const seam = (wire.sampleRate * GIVE_WAY_MS) / 1000;
    const give = (edge: Edge, frame: number, from: number): void => {
      const ends = sent.subarray(frame * frameSamples + from, frame * frameSamples + from + seam);
      giveWay(ends, decoded(encoded.audio, under(frame), wire.format).subarray(from, from + seam), edge);
      ends.set(samplesFromWire(samplesToWire(ends, wire.format), wire.format));
    };
    give('begins', around, 0);
    if (frames > 1) give('ends', around + frames - 1, frameSamples - seam);
  }
  return {
    clean,
    sent,
    speech: recording.segments.map(({ startMs, endMs }) => ({
      startMs: startMs + leadMs,
      endMs: endMs + leadMs,
    })),
    lead: around * frameSamples,
    length: clean.length - 2 * around * frameSamples,
  };
}

function decoded(
  { bytes, offsets }: PlanAudio,
  frame: number,
  format: SessionSettings['format'],
): Int16Array {
  const message = Buffer.from(bytes.subarray(offsets[frame], offsets[frame + 1])).toString('latin1');
  return samplesFromWire(new Uint8Array(Buffer.from(message, 'base64')), format);
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
