/**
 * A playlist laid on the microphone's grid of frames: how many frames it takes, and when its audible speech starts
 * and ends. The instant of a sample is when the frame that carries it is due to be sent: before that nobody but the
 * caller can have heard it.
 */

import type { Clip } from './plan.ts';
import type { Playlist } from './script.ts';

export interface Utterance {
  readonly playlist: Playlist;
  readonly frames: number;
  /** Relative to the due instant of its first frame. */
  readonly speechStartMs: number;
  readonly speechEndMs: number;
  /** For people: ids, with digits run together. */
  readonly said: string;
  /** What was recorded, as text. */
  readonly transcript: string;
}

/** Throws RangeError for a playlist without speech. */
export function layOut(playlist: Playlist, clips: readonly Clip[], frameMs: number): Utterance {
  let frames = 0;
  let speechStartMs = -1;
  let speechEndMs = -1;
  const said: string[] = [];
  const spoken: string[] = [];
  for (const entry of playlist) {
    if (entry < 0) {
      frames -= entry;
      continue;
    }
    const clip = clips[entry];
    const first = clip?.segments[0];
    const last = clip?.segments.at(-1);
    if (clip === undefined || first === undefined || last === undefined) {
      throw new RangeError(`clip ${entry} is not in the plan or holds no speech`);
    }
    if (speechStartMs < 0) speechStartMs = (frames + Math.floor(first.startMs / frameMs)) * frameMs;
    const lastFrame = Math.max(0, Math.ceil(last.endMs / frameMs) - 1);
    speechEndMs = (frames + lastFrame) * frameMs;
    frames += clip.frames;
    said.push(clip.utterance.replace(/^digit-/, ''));
    spoken.push(clip.transcript);
  }
  if (speechStartMs < 0) throw new RangeError('a playlist without speech');
  return { playlist, frames, speechStartMs, speechEndMs, said: said.join(' '), transcript: spoken.join(' ') };
}
