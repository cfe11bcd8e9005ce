/**
 * A playlist laid on the microphone's grid of frames: how many frames it takes, and when its audible speech starts
 * and ends. Latencies count from frames: the speech starts and ends when the frame that carries its first or last sample
 * is due to be sent, since before that nobody but the caller can have heard it. How long the caller is heard follows from
 * the samples themselves, played from when their frame is due.
 */

import type { Clip, Segment } from '../plan/plan.ts';
import type { Playlist } from './script.ts';

export interface Utterance {
  readonly playlist: Playlist;
  readonly frames: number;
  /** Due instants of the frames with the first and the last audible sample, relative to that of its first frame. */
  readonly speechStartMs: number;
  readonly speechEndMs: number;
  /** Each stretch of audible speech, sample by sample, relative as above. */
  readonly audible: readonly Segment[];
  /** For people: ids, with digits run together. */
  readonly said: string;
  /** What was recorded, as text. */
  readonly transcript: string;
}

/** Throws RangeError for a playlist without speech. */
export function layOut(playlist: Playlist, clips: readonly Clip[], frameMs: number): Utterance {
  let frames = 0;
  let speechStartMs: number | null = null;
  let speechEndMs = 0;
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
      audible.push({ startMs: clipMs + startMs, endMs: clipMs + endMs });
      speechStartMs ??= clipMs + Math.floor(startMs / frameMs) * frameMs;
      speechEndMs = clipMs + Math.max(0, Math.ceil(endMs / frameMs) - 1) * frameMs;
    }
    frames += clip.frames;
    said.push(clip.utterance.replace(/^digit-/, ''));
    spoken.push(clip.transcript);
  }
  if (speechStartMs === null) throw new RangeError('a playlist without speech');
  return {
    playlist,
    frames,
    speechStartMs,
    speechEndMs,
    audible,
    said: said.join(' '),
    transcript: spoken.join(' '),
  };
}
