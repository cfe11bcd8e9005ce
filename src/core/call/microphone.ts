/**
 * The caller's microphone: one frame every `frameMs` from the moment it opens, speech or what is between words, on a grid
 * that never drifts (`open + k · frameMs`). It says which ready-made message is due; sending it is the engine's. O(1) a
 * frame. Between words there is silence, or the bed: a loop that goes on as time does, also underneath what is said. Where the
 * caller pushes a key to talk, what is captured while it is up is not sent.
 */

import { SILENCE_FRAME, type Clip } from '../plan/plan.ts';
import type { MicrophoneBed } from './bed.ts';
import { leadFramesOf } from './push_key.ts';
import type { Playlist } from './script.ts';

export class Microphone {
  private readonly clips: readonly Clip[];
  private readonly frameMs: number;
  private readonly bed: MicrophoneBed | null;
  private openMs = 0;
  private frame = 0;
  private playlist: Playlist | null = null;
  private startFrame = 0;
  private entry = 0;
  private within = 0;
  private last = false;
  /** Frames before what is spoken that are sent too; null: all are, always. */
  private readonly leadFrames: number | null;
  private down = true;
  private atEdge: 'begins' | 'ends' | null = null;

  constructor(clips: readonly Clip[], frameMs: number, bed: MicrophoneBed | null = null, pushToTalk = false) {
    this.leadFrames = pushToTalk ? leadFramesOf(frameMs) : null;
    this.clips = clips;
    this.frameMs = frameMs;
    this.bed = bed;
  }

  open(atMs: number): void {
    this.openMs = atMs;
    this.frame = 0;
  }

  /** When the next frame is due. */
  get dueMs(): number {
    return this.openMs + this.frame * this.frameMs;
  }

  get framesSent(): number {
    return this.frame;
  }

  /** Plays this from the frame due at `atMs` on; replaces what was playing. */
  speak(playlist: Playlist, atMs: number): void {
    this.playlist = playlist;
    this.startFrame = Math.max(this.frame, Math.round((atMs - this.openMs) / this.frameMs));
    this.entry = 0;
    this.within = 0;
  }

  hush(): void {
    this.playlist = null;
  }

  /** The message for the frame that is due, and on to the next one. */
  take(): number {
    const frame = this.frame++;
    this.last = false;
    this.atEdge = null;
    const { playlist } = this;
    if (this.leadFrames !== null) this.down = playlist !== null && frame >= this.startFrame - this.leadFrames;
    if (playlist === null || frame < this.startFrame) return this.between(frame);
    const entry = playlist[this.entry] as number;
    let message: number;
    let length: number;
    if (entry < 0) {
      message = this.between(frame);
      length = -entry;
    } else {
      const clip = this.clips[entry] as Clip;
      message = clip.firstFrame + this.within;
      length = clip.frames;
      if (this.bed !== null)
        this.atEdge = this.within === 0 ? 'begins' : this.within + 1 >= length ? 'ends' : null;
    }
    if (++this.within >= length) {
      this.within = 0;
      if (++this.entry >= playlist.length) {
        this.playlist = null;
        this.last = true;
      }
    }
    return message;
  }

  private between(frame: number): number {
    const { bed } = this;
    if (bed === null) return SILENCE_FRAME;
    return bed.firstFrame + ((bed.offset + frame) % bed.frames);
  }

  /** The frame last taken is the first of a recording, or its last, over a bed; null: neither, or there is no bed. */
  get edge(): 'begins' | 'ends' | null {
    return this.atEdge;
  }

  /** The message that goes on under the frame last taken. */
  get under(): number {
    return this.between(this.frame - 1);
  }

  /** The frame last taken is to be sent: nobody holds it back, or the key was down. */
  get keyDown(): boolean {
    return this.down;
  }

  /** The frame last taken was the last of what was to be spoken. */
  get justSpoke(): boolean {
    return this.last;
  }
}
