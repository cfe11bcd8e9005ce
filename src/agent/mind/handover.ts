/**
 * A handover to a person, from its decision to its end. Pure. Decided is not done: an answer that was cancelled or failed has
 * not called anybody, and is to be given again.
 */

export type HandoverReason = 'asked' | 'troubles' | 'fallbacks' | 'timeout';

export class Handover {
  /** The colleague has the call. */
  done = false;
  /** Decided for this reason, and not done. */
  pending: HandoverReason | null = null;

  decide(reason: HandoverReason): void {
    this.pending = reason;
  }

  /** The words were said and the call was made. */
  complete(): void {
    this.pending = null;
    this.done = true;
  }

  /** For want of understanding: what the caller went on to say may be understood. */
  get outOfPatience(): boolean {
    return this.pending === 'troubles' || this.pending === 'fallbacks';
  }

  drop(): void {
    this.pending = null;
  }
}
