/**
 * The longest a session may last. Pure. It asks to be looked at once a minute, though its end is an hour away: whoever keeps
 * the alarms would else keep one for each session long gone.
 */

import type { Problem } from './protocol/event_shape.ts';

const LOOK_EVERY_MS = 60_000;

export class Expiry {
  private readonly lengthMs: number;
  private endMs = Infinity;
  private lookMs = Infinity;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  begin(atMs: number): void {
    this.endMs = atMs + this.lengthMs;
    this.look(atMs);
  }

  get atMs(): number {
    return this.endMs;
  }

  nextDueMs(): number {
    return this.lookMs;
  }

  /** Something is due: whether it is the end. */
  look(atMs: number): boolean {
    this.lookMs = Math.min(this.endMs, atMs + LOOK_EVERY_MS);
    return atMs >= this.endMs;
  }

  /** As the service says it, in the error and as the reason of the close. */
  problem(): Problem {
    const minutes = this.lengthMs / 60_000;
    const length = Number.isInteger(minutes)
      ? `${minutes} minute${minutes === 1 ? '' : 's'}`
      : `${this.lengthMs / 1000} seconds`;
    return {
      code: 'session_expired',
      message: `Your session hit the maximum duration of ${length}.`,
      param: null,
    };
  }
}
