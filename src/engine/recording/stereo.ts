/**
 * A tape as sound: the caller left, as its microphone captured it, the agent right, as it was heard on the playback clock, both on
 * one clock. The samples are those of the wire, decoded and no more; only where the two ways have different rates, the
 * lower is brought up to the higher. Pure.
 */

import { frameLength } from '../../audio/frame.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../../audio/pcm.ts';
import type { Resampler } from '../../audio/resample.ts';
import { samplesFromWire } from '../../audio/wire_samples.ts';
import type { SessionSettings } from '../../core/plan/plan.ts';
import { FLUSH, OWN, PIECE_NUMBERS, WAITS, type TapeContent } from './tape.ts';

/** What a tape says nothing of, because it is the same for all of a run. */
export interface Medium {
  readonly frameMs: number;
  readonly uplink: OneWay;
  readonly downlink: OneWay;
  /** The bytes of audio in a ready-made message. */
  readonly payloadOf: (message: number) => Uint8Array;
  /** From what the agent's audio is encoded in. */
  readonly decode: (base64: Uint8Array) => Uint8Array;
  readonly resampler: Resampler;
}

export interface OneWay {
  readonly format: SessionSettings['format'];
  readonly sampleRate: number;
}

export interface Stereo {
  /** The instant of sample 0, in ms of the run. */
  readonly originMs: number;
  readonly sampleRate: number;
  /** Caller and agent, of one length. */
  readonly channels: readonly [Int16Array, Int16Array];
}

/**
 * Sample 0 is the first that the microphone captured; or, where the agent was heard even before that, lies whole frames before it.
 * So the caller's samples are never moved, and the agent's by half a sample at most.
 */
export function stereoOf(tape: TapeContent, medium: Medium): Stereo {
  const { frameMs, uplink, downlink, resampler } = medium;
  const capturedMs = (tape.openings[0]?.dueMs ?? 0) - frameMs;
  const heardMs = firstHeardMs(tape);
  const originMs = capturedMs - Math.max(0, Math.ceil((capturedMs - heardMs) / frameMs)) * frameMs;
  const sampleRate = Math.max(uplink.sampleRate, downlink.sampleRate);
  const atRate = (samples: Int16Array, fromRate: number): Int16Array =>
    fromRate === sampleRate
      ? samples
      : pcm16FromFloat(resampler.resample(pcm16ToFloat(samples), fromRate, sampleRate));
  const caller = atRate(callerOf(tape, medium, originMs), uplink.sampleRate);
  const agent = atRate(agentOf(tape, medium, originMs), downlink.sampleRate);
  const length = Math.max(caller.length, agent.length);
  return { originMs, sampleRate, channels: [toLength(caller, length), toLength(agent, length)] };
}

function callerOf({ openings, frames, own }: TapeContent, medium: Medium, originMs: number): Int16Array {
  const { frameMs, uplink, payloadOf } = medium;
  const { sampleRate, format } = uplink;
  const length = frameLength(sampleRate, frameMs);
  const firsts = openings.map(({ firstFrame }) => firstFrame);
  const stretches = openings.map(({ dueMs, firstFrame }, i) => ({
    // A frame holds what was captured before it was due.
    from: Math.round(((dueMs - frameMs - originMs) * sampleRate) / 1000),
    frames: frames.subarray(firstFrame, firsts[i + 1]),
  }));
  const samples = new Int16Array(
    Math.max(0, ...stretches.map((stretch) => stretch.from + stretch.frames.length * length)),
  );
  for (const stretch of stretches) {
    let at = stretch.from;
    for (const message of stretch.frames) {
      const bytes = message < OWN ? payloadOf(message) : (own[message - OWN] as Uint8Array);
      samples.set(samplesFromWire(bytes, format).subarray(0, length), at);
      at += length;
    }
  }
  return samples;
}

/** Audio that is played without a gap. */
interface Stretch {
  readonly from: number;
  readonly parts: Int16Array[];
  length: number;
  /** It was cut off: what comes now does not go on from it. */
  over: boolean;
}

function agentOf(tape: TapeContent, medium: Medium, originMs: number): Int16Array {
  const { sampleRate, format } = medium.downlink;
  const stretches: Stretch[] = [];
  const read = readerOf(tape.base64);
  /** Of a sample that a delta broke in two: the rest of it may be heard later, where the buffer ran dry between them. */
  let rest: Uint8Array = none;
  eachPiece(tape, (atMs, length) => {
    const at = ((atMs - originMs) * sampleRate) / 1000;
    if (length === FLUSH) {
      cut(stretches, Math.round(at));
      rest = none;
      return;
    }
    const bytes = joined([rest, medium.decode(read(length))]);
    const samples = samplesFromWire(bytes, format);
    rest = format === 'pcm16' ? bytes.subarray(samples.length * 2) : none;
    if (atMs === WAITS) return;
    let stretch = stretches.at(-1);
    if (stretch === undefined || stretch.over || Math.abs(at - stretch.from - stretch.length) > 1) {
      stretch = { from: Math.max(0, Math.round(at)), parts: [], length: 0, over: false };
      stretches.push(stretch);
    }
    stretch.parts.push(samples);
    stretch.length += samples.length;
  });
  const all = new Int16Array(Math.max(0, ...stretches.map(({ from, length }) => from + length)));
  for (const { from, parts, length } of stretches) {
    let done = 0;
    for (const part of parts) {
      const heard = part.subarray(0, length - done);
      all.set(heard, from + done);
      done += heard.length;
    }
  }
  return all;
}

/** Nothing from this sample on is heard. */
function cut(stretches: Stretch[], at: number): void {
  for (let last = stretches.at(-1); last !== undefined; last = stretches.at(-1)) {
    if (last.from + last.length <= at) break;
    if (last.from < at) {
      last.length = at - last.from;
      last.over = true;
      break;
    }
    stretches.pop();
  }
}

function firstHeardMs(tape: TapeContent): number {
  let firstMs = Infinity;
  eachPiece(tape, (atMs, length) => {
    if (length !== FLUSH) firstMs = Math.min(firstMs, atMs);
  });
  return firstMs;
}

function eachPiece({ pieces }: TapeContent, visit: (atMs: number, length: number) => void): void {
  for (let i = 0; i < pieces.length; i += PIECE_NUMBERS) visit(pieces[i] as number, pieces[i + 1] as number);
}

/** Gives the next so many bytes, across the chunks. */
function readerOf(chunks: readonly Uint8Array[]): (length: number) => Uint8Array {
  let chunk = 0;
  let within = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const from = chunks[chunk];
      if (from === undefined) throw new RangeError('a tape holds less than it says');
      const part = from.subarray(within, within + length - done);
      bytes.set(part, done);
      done += part.length;
      within += part.length;
      if (within < from.length) continue;
      chunk++;
      within = 0;
    }
    return bytes;
  };
}

const none = new Uint8Array(0);

function joined(parts: readonly [Uint8Array, Uint8Array]): Uint8Array {
  const [first, second] = parts;
  if (first.length === 0) return second;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function toLength(samples: Int16Array, length: number): Int16Array {
  if (samples.length === length) return samples;
  const longer = new Int16Array(length);
  longer.set(samples);
  return longer;
}
