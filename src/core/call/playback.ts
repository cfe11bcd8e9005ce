/**
 * The listener's ear: agent audio arrives as fast as it likes, and is heard in real time from a small jitter buffer.
 * Arithmetic only: no timer runs while audio plays. All instants in ms; O(1) a delta.
 */

export interface Interval {
  startMs: number;
  endMs: number;
}

export class Playback {
  private readonly bufferMs: number;
  /** Every stretch in which agent audio was (or will be, as things stand) heard, ascending. */
  readonly heard: Interval[] = [];
  receivedMs = 0;
  private current: Interval | null = null;

  constructor(bufferMs: number) {
    this.bufferMs = bufferMs;
  }

  /**
   * Takes a piece of audio. `continues` says that it belongs to the answer that is playing, so that a gap before it
   * is an underrun. Returns when its first sample is heard, and how long the ear waited for it.
   */
  push(
    ms: number,
    atMs: number,
    continues: boolean,
  ): { readonly heardAtMs: number; readonly underrunMs: number } {
    this.receivedMs += ms;
    const current = this.current;
    if (current !== null && atMs <= current.endMs) {
      const heardAtMs = current.endMs;
      current.endMs += ms;
      return { heardAtMs, underrunMs: 0 };
    }
    const heardAtMs = atMs + this.bufferMs;
    const underrunMs = continues && current !== null ? heardAtMs - current.endMs : 0;
    this.current = { startMs: heardAtMs, endMs: heardAtMs + ms };
    this.heard.push(this.current);
    return { heardAtMs, underrunMs };
  }

  /** Audio that came, but shall not be played: it belongs to an answer already cut off. */
  discard(ms: number): void {
    this.receivedMs += ms;
  }

  /** Stops at once, as a client does when its user speaks. Returns how much was still waiting to be heard. */
  flush(atMs: number): number {
    const current = this.current;
    if (current === null || atMs >= current.endMs) return 0;
    const lost = current.endMs - Math.max(atMs, current.startMs);
    current.endMs -= lost;
    if (current.endMs <= current.startMs) this.heard.pop();
    this.current = null;
    return lost;
  }

  /** When, with what has come so far, the last sample will have been heard; −Infinity when nothing ever was. */
  endsMs(): number {
    return this.current?.endMs ?? this.heard.at(-1)?.endMs ?? -Infinity;
  }

  playing(atMs: number): boolean {
    return this.current !== null && atMs < this.current.endMs;
  }

  /** Total heard up to an instant. */
  heardMs(atMs: number): number {
    let total = 0;
    for (const { startMs, endMs } of this.heard) total += Math.max(0, Math.min(endMs, atMs) - startMs);
    return total;
  }
}
