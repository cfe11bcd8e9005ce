/**
 * Finds the speech of a recording, whatever it was recorded in, and says where it is in doubt. In front of a quiet background
 * level alone tells to the millisecond (segments.ts); in a room the bands are looked at (room_speech.ts); libfvad is asked in
 * both. Where its end and ours differ by more than 150 ms, what stood out after its end was no voice: its end is taken.
 */

import type { Segment } from '../core/plan/plan.ts';
import { highPassed, smoothed } from './bands.ts';
import { activeDbfs, offsetOf } from './level.ts';
import { HIGH_PASS_HZ, speechInRoom } from './room_speech.ts';
import { OPINION_FRAME_MS, voiceOpinions, type Opinion } from './second_opinion.ts';
import { speechSegments } from './segments.ts';

/** A background so far under the speech cannot be heard for speech. */
const QUIET_DB = 40;
/** … for so much of the time: words fade into the rest. */
const QUIET_SHARE = 0.5;
/** What lies closer to a segment is its own fading. */
const FADE_MS = 30;
const MIN_QUIET_MS = 40;
/** Less than this outside the speech is no sample of a room: the recording is cut close. */
const MIN_ROOM_MS = 180;
const DISAGREEMENT_MS = 150;
/** A hiss that begins so soon after a voice belongs to its word … */
const HISS_SOON_MS = 80;
/** … unless it is longer than any: a breath. */
const LONGEST_HISS_MS = 350;
const AT_THE_END_MS = 20;
/** A last sound no longer than this, after a pause no shorter than that, may be a door or a cough. */
const LONE_SOUND_MS = 500;
const LONE_AFTER_MS = 300;

export interface FoundSpeech {
  readonly segments: readonly Segment[];
  /** What a person should listen to, in whole sentences without a full stop. */
  readonly doubts: readonly string[];
}

export async function findSpeech(samples: Float32Array, sampleRate: number): Promise<FoundSpeech> {
  const durationMs = (samples.length * 1000) / sampleRate;
  const activeLevelDbfs = activeDbfs(samples, sampleRate);
  const byLevel = speechSegments(samples, sampleRate, activeLevelDbfs);
  const room = speechInRoom(samples, sampleRate);
  const dry =
    room.echoMs === 0 &&
    agree(byLevel, room.segments) &&
    isQuietOutside(samples, sampleRate, byLevel, activeLevelDbfs);
  const useRoom = !dry && room.segments.length > 0 && durationMs - lengthOf(room.segments) >= MIN_ROOM_MS;
  const found = useRoom ? room.segments : byLevel;
  const own = found.at(-1);
  if (own === undefined) return { segments: found, doubts: [] };

  const doubts: string[] = [];
  if (useRoom && room.echoMs > DISAGREEMENT_MS) {
    const heardToMs = own.endMs + room.echoMs;
    doubts.push(
      `its speech ends at ${own.endMs} ms without the room's echo, at ${heardToMs} ms with it: ${own.endMs} ms is taken; listen, and set it with --end where that is wrong`,
    );
  }
  if (useRoom && room.breathToMs !== null) {
    doubts.push(
      `what is heard after ${own.endMs} ms, up to ${room.breathToMs} ms, is hiss alone, as a breath is: it is not taken for speech; listen, and set the end with --end where that is wrong`,
    );
  }
  const high = highPassed(samples, sampleRate, HIGH_PASS_HZ);
  const { lenient, strict } = await voiceOpinions(high, sampleRate);
  const voiceEnd = endOfVoice(lenient, own.endMs);
  let segments = found;
  const hissAtOnce =
    voiceEnd !== null &&
    room.hissFromMs <= voiceEnd + HISS_SOON_MS &&
    own.endMs - room.hissFromMs <= LONGEST_HISS_MS;
  if (voiceEnd !== null && own.endMs - voiceEnd > DISAGREEMENT_MS && hissAtOnce) {
    doubts.push(
      `its speech ends at ${voiceEnd} ms by the voice detector, at ${own.endMs} ms by level: a hiss follows the voice at once, as an s or an f does, and ${own.endMs} ms is taken; listen, and set it with --end where that is wrong`,
    );
  } else if (voiceEnd !== null && own.endMs - voiceEnd > DISAGREEMENT_MS) {
    segments = cutAt(found, voiceEnd);
    doubts.push(
      `its speech ends at ${voiceEnd} ms by the voice detector, at ${own.endMs} ms by level: ${voiceEnd} ms is taken; listen, and set it with --end where that is wrong`,
    );
  }
  const laterMs = Math.round((strict.voiced.lastIndexOf(1) + 1) * OPINION_FRAME_MS - strict.hangoverMs);
  const endMs = segments.at(-1)?.endMs ?? 0;
  if (doubts.length === 0 && laterMs - endMs > DISAGREEMENT_MS) {
    doubts.push(
      `the voice detector hears a voice until ${laterMs} ms, and nothing stands out of the background after ${endMs} ms, which is taken; listen, and set it with --end where that is wrong`,
    );
  }
  const [before, last] = segments.slice(-2);
  if (
    doubts.length === 0 &&
    before !== undefined &&
    last !== undefined &&
    last.startMs - before.endMs >= LONE_AFTER_MS &&
    last.endMs - last.startMs <= LONE_SOUND_MS
  ) {
    doubts.push(
      `its last sound stands alone, at ${last.startMs}–${last.endMs} ms: is it a word, or a door, a click, a cough? Where it is none, set the end with --end ${before.endMs}`,
    );
  }
  if (durationMs - endMs < AT_THE_END_MS) {
    doubts.push(
      'its speech reaches the end of the recording: is it cut off, or is its background taken for speech? Leave 200 ms after the last word, or set its end with --end',
    );
  }
  return { segments, doubts };
}

/** Where what lies under every voice is taken for speech, the bands know better. */
function agree(a: readonly Segment[], b: readonly Segment[]): boolean {
  const [first, other, last, end] = [a[0], b[0], a.at(-1), b.at(-1)];
  if (first === undefined || other === undefined || last === undefined || end === undefined) return true;
  return (
    Math.abs(first.startMs - other.startMs) <= 2 * DISAGREEMENT_MS &&
    Math.abs(last.endMs - end.endMs) <= DISAGREEMENT_MS
  );
}

/** Ends the speech at an instant: what is later is none, and the last segment reaches to it. */
export function endedAt(segments: readonly Segment[], endMs: number): Segment[] {
  const kept = segments.filter(({ startMs }) => startMs < endMs);
  return kept.map((segment, i) => (i === kept.length - 1 ? { ...segment, endMs } : segment));
}

function cutAt(segments: readonly Segment[], endMs: number): Segment[] {
  return segments
    .filter(({ startMs }) => startMs < endMs)
    .map((segment) => ({ ...segment, endMs: Math.min(segment.endMs, endMs) }));
}

/** The end of the last voice that began before an instant; null where there is none. */
function endOfVoice({ voiced, hangoverMs }: Opinion, latestMs: number): number | null {
  for (let frame = voiced.length - 1; frame >= 0; frame--) {
    const fromMs = frame * OPINION_FRAME_MS;
    if (voiced[frame] !== 1 || fromMs >= latestMs + hangoverMs) continue;
    const endMs = fromMs + OPINION_FRAME_MS - hangoverMs;
    return endMs > 0 ? endMs : null;
  }
  return null;
}

function isQuietOutside(
  samples: Float32Array,
  sampleRate: number,
  segments: readonly Segment[],
  activeLevelDbfs: number,
): boolean {
  const offset = offsetOf(samples, sampleRate);
  const perMs = sampleRate / 1000;
  const powers = new Float64Array(Math.floor(samples.length / perMs));
  for (let block = 0; block < powers.length; block++) {
    const from = Math.round(block * perMs);
    const to = Math.round((block + 1) * perMs);
    let sum = 0;
    for (let i = from; i < to; i++) sum += ((samples[i] as number) - offset) ** 2;
    powers[block] = sum / (to - from);
  }
  const outside = smoothed(powers, 10).filter(
    (_, t) => !segments.some(({ startMs, endMs }) => t >= startMs - FADE_MS && t < endMs + FADE_MS),
  );
  if (outside.length < MIN_QUIET_MS) return false;
  const loud = outside.toSorted()[Math.floor(outside.length * QUIET_SHARE)] as number;
  return loud <= 10 ** ((activeLevelDbfs - QUIET_DB) / 10);
}

function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
