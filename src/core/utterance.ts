/**
 * A playlist laid on the microphone's grid of frames: how many frames it takes, and when its audible speech starts
 * and ends. The instant of a sample is when the frame that carries it is due to be sent: before that nobody but the
 * caller can have heard it.
 */

import type { Clip, Segment } from './plan.ts';
import type { Playlist } from './script.ts';

export interface Utterance {
  readonly playlist: Playlist;
  readonly frames: number;
  /** Relative to the due instant of its first frame. */
  readonly speechStartMs: number;
  readonly speechEndMs: number;
  /** Each stretch of audible speech, from its first sample's frame to its last one's, relative as above. */
  readonly audible: readonly Segment[];
  /** For people: ids, with digits run together. */
  readonly said: string;
  /** What was recorded, as text. */
  readonly transcript: string;
}

/** Throws RangeError for a playlist without speech. */
export function layOut(playlist: Playlist, clips: readonly Clip[], frameMs: number): Utterance {
  let frames = 0;
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
    for (const { startMs, endMs } of clip.segments) {
      audible.push({
        startMs: (frames + Math.floor(startMs / frameMs)) * frameMs,
        endMs: (frames + Math.max(0, Math.ceil(endMs / frameMs) - 1)) * frameMs,
      });
    }
    frames += clip.frames;
    said.push(clip.utterance.replace(/^digit-/, ''));
    spoken.push(clip.transcript);
  }
  const [first] = audible;
  const last = audible.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a playlist without speech');
  return {
    playlist,
    frames,
    speechStartMs: first.startMs,
    speechEndMs: last.endMs,
    audible,
    said: said.join(' '),
    transcript: spoken.join(' '),
  };
}
