/**
 * The listener's ear: agent audio arrives as fast as it likes, and is played in real time from a small jitter buffer. It
 * keeps apart what was played and what of that was audible, as it is told. Arithmetic only: no timer runs while audio plays.
 * All instants in ms; O(1) a delta.
 */

export interface Interval {
  startMs: number;
  endMs: number;
}

/** Told of what is played, piece by piece, as it is decided: for whoever keeps a recording of it. */
export interface PlaybackObserver {
  /** So much audio, the last that came, is played from this instant on. */
  played(ms: number, heardAtMs: number): void;
  /** What was to be played from this instant on is not. */
  flushed(atMs: number): void;
}

export class Playback {
  private readonly bufferMs: number;
  private readonly observer: PlaybackObserver | null;
  /** Every stretch in which agent audio was (or will be, as things stand) played, ascending. */
  readonly heard: Interval[] = [];
  /** Of these, every stretch in which it was audible, ascending: from each answer's onset to its end. */
  readonly audible: Interval[] = [];
  receivedMs = 0;
  private current: Interval | null = null;

  constructor(bufferMs: number, observer: PlaybackObserver | null = null) {
    this.bufferMs = bufferMs;
    this.observer = observer;
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
      this.observer?.played(ms, heardAtMs);
      return { heardAtMs, underrunMs: 0 };
    }
    const heardAtMs = atMs + this.bufferMs;
    const underrunMs = continues && current !== null ? heardAtMs - current.endMs : 0;
    this.current = { startMs: heardAtMs, endMs: heardAtMs + ms };
    this.heard.push(this.current);
    this.observer?.played(ms, heardAtMs);
    return { heardAtMs, underrunMs };
  }

  /** Of what was pushed, this stretch is audible; it goes on from the one before where it touches it. */
  hear(startMs: number, endMs: number): void {
    const last = this.audible.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else this.audible.push({ startMs, endMs });
  }

  /** Of what was pushed last, so much at its end is inaudible. */
  fallSilent(tailMs: number): void {
    const playedUntilMs = this.current?.endMs ?? -Infinity;
    const last = this.audible.at(-1);
    if (last === undefined || last.endMs !== playedUntilMs) return;
    last.endMs = Math.max(last.startMs, last.endMs - tailMs);
  }

  /** The last instant up to this one at which the agent was audible; −Infinity before it was. */
  audibleUntil(atMs: number): number {
    const last = this.audible.findLast(({ startMs }) => startMs <= atMs);
    return last === undefined ? -Infinity : Math.min(last.endMs, atMs);
  }

  /** Audio that came, but shall not be played: it belongs to an answer already cut off. */
  discard(ms: number): void {
    this.receivedMs += ms;
  }

  /** Stops at once, as a client does when its user speaks. Returns how much was still waiting to be heard. */
  flush(atMs: number): number {
    const current = this.current;
    if (current === null || atMs >= current.endMs) return 0;
    this.observer?.flushed(atMs);
    const lost = current.endMs - Math.max(atMs, current.startMs);
    current.endMs -= lost;
    if (current.endMs <= current.startMs) this.heard.pop();
    this.current = null;
    for (
      let last = this.audible.at(-1);
      last !== undefined && last.endMs > atMs;
      last = this.audible.at(-1)
    ) {
      if (last.startMs < atMs) {
        last.endMs = atMs;
        break;
      }
      this.audible.pop();
    }
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
