/**
 * The line of one connection, as the faults that struck it have left it: what is to leave or to be read waits in it, is let through
 * at a rate, or is lost. Neutral and pure: what leaving and reading are is the engine's, and so is the clock. A connection that
 * nothing has struck has none.
 */

import type { LineDeed } from '../chaos/deed.ts';
import { Valve } from './valve.ts';

export class AfflictedLine {
  /** Nothing is sent or read any more. */
  frozen = false;
  private readonly up = new Valve();
  private readonly down = new Valve();
  private mutedUntilMs = -Infinity;
  private wishMs = Infinity;
  private readonly wake: (atMs: number) => void;

  /** `wake`: `ring` is to be called at this instant, instead of at the one asked for before. */
  constructor(wake: (atMs: number) => void) {
    this.wake = wake;
  }

  suffer(deed: LineDeed, atMs: number): void {
    switch (deed.type) {
      case 'hold':
        this.up.hold(atMs + deed.forMs);
        break;
      case 'freeze':
        this.frozen = true;
        break;
      case 'limit_upload':
        this.up.limit(deed.bytesPerMs, atMs + deed.forMs);
        break;
      case 'limit_reading':
        this.down.limit(deed.bytesPerMs, atMs + deed.forMs);
        break;
      case 'mute':
        this.mutedUntilMs = Math.max(this.mutedUntilMs, atMs + deed.forMs);
        break;
    }
  }

  /** The caller's audio is not sent. */
  isMuted(atMs: number): boolean {
    return this.frozen || atMs < this.mutedUntilMs;
  }

  /** What is to leave may do so without asking. */
  isClear(atMs: number): boolean {
    return !this.frozen && this.up.isClear(atMs);
  }

  /** What is to be read may be, without asking. */
  readsFreely(atMs: number): boolean {
    return !this.frozen && this.down.isClear(atMs);
  }

  /** Nothing waits to be read. */
  get hasRead(): boolean {
    return this.down.isEmpty;
  }

  sends(bytes: number, atMs: number, leave: () => void): void {
    if (this.frozen) return;
    this.up.put(bytes, atMs, leave);
    this.arrange();
  }

  reads(bytes: number, atMs: number, take: () => void): void {
    if (this.frozen) return;
    this.down.put(bytes, atMs, take);
    this.arrange();
  }

  ring(atMs: number): void {
    this.wishMs = Infinity;
    if (this.frozen) return;
    this.up.pass(atMs);
    this.down.pass(atMs);
    this.arrange();
  }

  private arrange(): void {
    const wishMs = Math.min(this.up.wakeMs, this.down.wakeMs);
    if (wishMs === this.wishMs) return;
    this.wishMs = wishMs;
    this.wake(wishMs);
  }
}

/** At once, unless something waits on this line before it on purpose. Null: nothing has struck it. */
export function passOn(line: AfflictedLine | null, bytes: number, atMs: number, leave: () => void): void {
  if (line === null || line.isClear(atMs)) leave();
  else line.sends(bytes, atMs, leave);
}
