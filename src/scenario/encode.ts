/**
 * Makes recordings ready for the wire, once: resampled, spoiled where a recipe asks for it, framed, encoded and wrapped into
 * the protocol's own messages. A running call only sends slices of what comes out. Everything lies in one
 * SharedArrayBuffer, which workers share. Knows no protocol: what goes up, and how, is said by the uplink.
 */

import { cutFrames, frameLength, wholeFrames } from '../audio/frame.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../audio/pcm.ts';
import { loadResampler } from '../audio/resample.ts';
import { samplesToWire } from '../audio/wire_samples.ts';
import type { Bed, Clip, ClipVariant, PlanAudio, SessionSettings } from '../core/plan/plan.ts';
import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import type { Recording } from './repertoire.ts';
import { seedFor } from './variant.ts';
import type { Processor } from './variant.ts';

/** The caller's way to the agent. What comes down may be of another rate. */
export interface Uplink {
  readonly sampleRate: number;
  readonly format: SessionSettings['format'];
  /** As a dialect says it. */
  readonly encoding?: 'raw';
  /** The message that carries this much audio: a character a byte. */
  append(audio: string): string;
}

/** A recording in one of its variants. */
export interface ClipSource {
  /** The clip's. */
  readonly id: string;
  readonly recording: Recording;
  /** Undefined: as it was recorded. */
  readonly variant: ClipVariant | undefined;
}

export interface EncodedClips {
  /** One a source, in the same order. */
  readonly clips: readonly Clip[];
  /** By the variant's id; those that have one. */
  readonly beds: ReadonlyMap<string, Bed>;
  readonly audio: PlanAudio;
}

/** `variants` are those whose beds are wanted. RangeError: a recipe without a processor, or a processor that breaks its word. */
export async function encodeClips(
  sources: readonly ClipSource[],
  variants: Iterable<ClipVariant>,
  uplink: Uplink,
  frameMs: number,
  processor?: Processor,
): Promise<EncodedClips> {
  const { sampleRate } = uplink;
  const atRate = await readerAt(sampleRate);
  const messages: Uint8Array[] = [];
  const put = (samples: Int16Array): Bed => {
    const firstFrame = messages.length;
    for (const frame of cutFrames(samples, sampleRate, frameMs)) messages.push(messageOf(frame, uplink));
    return { firstFrame, frames: messages.length - firstFrame };
  };
  const frameSamples = frameLength(sampleRate, frameMs);
  put(new Int16Array(frameSamples));
  const clips: Clip[] = [];
  for (const { id, recording, variant } of sources) {
    const clean = await atRate(recording);
    const samples =
      variant === undefined
        ? clean
        : spoiled(wholeFrames(clean, sampleRate, frameMs), sampleRate, recording, variant, processor);
    clips.push({
      id,
      utterance: recording.utterance,
      voice: recording.voice,
      transcript: recording.transcript,
      ...put(samples),
      durationMs: recording.durationMs,
      segments: recording.segments,
      activeDbfs: recording.activeDbfs,
      sha256: recording.sha256,
      ...(variant === undefined ? {} : { variant }),
    });
  }
  const beds = new Map<string, Bed>();
  for (const variant of variants) {
    if (beds.has(variant.id)) continue;
    const { recipe } = variant;
    const said = sources.find((source) => source.variant?.id === variant.id)?.recording;
    const loop =
      processor?.bed?.(
        sampleRate,
        recipe,
        seedFor(variant, 'bed'),
        frameSamples,
        said && { samples: pcm16ToFloat(await atRate(said)), speech: said.segments },
      ) ?? null;
    if (loop === null) continue;
    if (loop.length === 0 || loop.length % frameSamples !== 0) {
      throw new RangeError(`a bed of ${loop.length} samples is not whole frames of ${frameSamples}`);
    }
    beds.set(variant.id, put(pcm16FromFloat(loop)));
  }
  return { clips, beds, audio: packed(messages) };
}

/** What samples are at other rates, by where they lie, for as long as anybody has them: they are kept from plan to plan. */
const resampled = new WeakMap<ArrayBufferLike, Map<string, Int16Array>>();

/** Reads each recording once, however many variants it has. */
async function readerAt(sampleRate: number): Promise<(recording: Recording) => Promise<Int16Array>> {
  const resampler = await loadResampler();
  const atRate = (samples: Int16Array): Int16Array => {
    if (sampleRate === FIXTURE_SAMPLE_RATE) return samples;
    const { buffer, byteOffset, length } = samples;
    const key = `${byteOffset} ${length} ${sampleRate}`;
    const others = resampled.get(buffer) ?? new Map<string, Int16Array>();
    const known = others.get(key);
    if (known !== undefined) return known;
    const made = pcm16FromFloat(resampler.resample(pcm16ToFloat(samples), FIXTURE_SAMPLE_RATE, sampleRate));
    resampled.set(buffer, others.set(key, made));
    return made;
  };
  const read = new Map<Recording, Int16Array>();
  return async (recording) => {
    const known = read.get(recording) ?? atRate(await recording.read());
    read.set(recording, known);
    return known;
  };
}

function spoiled(
  clean: Int16Array,
  sampleRate: number,
  { voice, utterance, segments }: Recording,
  variant: ClipVariant,
  processor: Processor | undefined,
): Int16Array {
  if (processor === undefined) {
    throw new RangeError(
      `${voice}/${utterance} is wanted by a recipe, and there is nothing that follows recipes`,
    );
  }
  const seed = seedFor(variant, voice, utterance);
  const made = processor.apply(pcm16ToFloat(clean), sampleRate, variant.recipe, seed, segments);
  if (made.length !== clean.length) {
    throw new RangeError(
      `a recipe made ${made.length} samples of the ${clean.length} of ${voice}/${utterance}`,
    );
  }
  return pcm16FromFloat(made);
}

function messageOf(frame: Int16Array, uplink: Uplink): Uint8Array {
  const bytes = samplesToWire(frame, uplink.format);
  const encoding = uplink.encoding === 'raw' ? 'latin1' : 'base64';
  const audio = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
  return Buffer.from(uplink.append(audio), 'latin1');
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
