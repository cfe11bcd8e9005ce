/**
 * The key that a caller pushes to talk, where nobody else tells when it has finished: down from a little before its words until
 * their last frame has left. It counts the frames that are captured while it is down, which are those that are sent. Pure;
 * instants in ms.
 */

import type { Plan } from '../plan/plan.ts';

/** From pushing the key to the first frame of what is said, rounded to whole frames, at least one. */
const LEAD_MS = 100;

export function leadFramesOf(frameMs: number): number {
  return Math.max(1, Math.round(LEAD_MS / frameMs));
}

/** The session leaves it to the caller's client to say when its words are over. */
export function pushesToTalk({ target }: Pick<Plan, 'target'>): boolean {
  return target.session.turnDetection === null;
}

export class PushKey {
  readonly leadFrames: number;
  private readonly frameMs: number;
  /** Frames of the presses before the last one. */
  private before = 0;
  private press = { fromMs: Infinity, frames: 0 };

  constructor(frameMs: number) {
    this.frameMs = frameMs;
    this.leadFrames = leadFramesOf(frameMs);
  }

  /** So many frames are to be spoken, the first of them due then. */
  speaks(slotMs: number, frames: number): void {
    this.before += this.press.frames;
    const { leadFrames, frameMs } = this;
    this.press = { fromMs: slotMs - leadFrames * frameMs, frames: frames + leadFrames };
  }

  /** The connection is lost: nothing more is sent of what was to be. */
  release(atMs: number): void {
    this.before = this.framesDue(atMs);
    this.press = { fromMs: Infinity, frames: 0 };
  }

  /** How many frames were due, while it was down, by an instant. */
  framesDue(atMs: number): number {
    const { fromMs, frames } = this.press;
    if (atMs < fromMs) return this.before;
    return this.before + Math.min(frames, Math.floor((atMs - fromMs) / this.frameMs) + 1);
  }

  /** Index of the first frame of what is being said, among all that are sent. */
  get firstFrame(): number {
    return this.before + this.leadFrames;
  }
}
