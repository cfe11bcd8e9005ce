/**
 * A playlist laid on the microphone's grid of frames: how many frames it takes, and when its audible speech starts and
 * ends, twice over. A live microphone *captures* a sample before the frame that carries it is full and can leave: that is
 * when the caller's mouth is heard in the caller's room, and what latencies count from. The frame is *due* up to one frame
 * later, and before that nobody else can have heard it. All relative to the due instant of the first frame.
 */

import type { Clip, Segment } from '../plan/plan.ts';
import type { KeyPress } from './keypad.ts';
import type { Playlist } from './script.ts';

export interface Utterance {
  readonly playlist: Playlist;
  readonly frames: number;
  /** When the first and the last audible sample are captured. The first may be negative: the frame was being filled. */
  readonly speechStartMs: number;
  readonly speechEndMs: number;
  /** When the frames that carry them are due. */
  readonly speechStartDueMs: number;
  readonly speechEndDueMs: number;
  /** Each stretch of audible speech, as captured. */
  readonly audible: readonly Segment[];
  /** For people: ids, with digits run together. */
  readonly said: string;
  /** What was recorded, as text. */
  readonly transcript: string;
  /** Keys of the telephone that are pressed, in place of words; ascending. Absent: none. */
  readonly presses?: readonly KeyPress[];
}

/** Throws RangeError for a playlist without speech. */
export function layOut(playlist: Playlist, clips: readonly Clip[], frameMs: number): Utterance {
  let frames = 0;
  let speechStartDueMs: number | null = null;
  let speechEndDueMs = 0;
  const audible: Segment[] = [];
  const said: string[] = [];
  const spoken: string[] = [];
  for (const entry of playlist) {
    if (entry < 0) {
      frames -= entry;
      continue;
    }
    const clip = clips[entry];
    if (clip === undefined || clip.segments.length === 0) {
      throw new RangeError(`clip ${entry} is not in the plan or holds no speech`);
    }
    const clipMs = frames * frameMs;
    for (const { startMs, endMs } of clip.segments) {
      // What is in a frame was captured while it filled: it is due when its last sample has come.
      audible.push({ startMs: clipMs + startMs - frameMs, endMs: clipMs + endMs - frameMs });
      speechStartDueMs ??= clipMs + Math.floor(startMs / frameMs) * frameMs;
      speechEndDueMs = clipMs + Math.max(0, Math.ceil(endMs / frameMs) - 1) * frameMs;
    }
    frames += clip.frames;
    said.push(clip.utterance.replace(/^digit-/, ''));
    spoken.push(clip.transcript);
  }
  const [first] = audible;
  const last = audible.at(-1);
  if (speechStartDueMs === null || first === undefined || last === undefined) {
    throw new RangeError('a playlist without speech');
  }
  return {
    playlist,
    frames,
    speechStartMs: first.startMs,
    speechEndMs: last.endMs,
    speechStartDueMs,
    speechEndDueMs,
    audible,
    said: said.join(' '),
    transcript: spoken.join(' '),
  };
}
