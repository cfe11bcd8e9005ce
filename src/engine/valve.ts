/**
 * Lets things through in their order: at once, not before an instant, or at a rate for so long. Pure; it keeps no time of its own:
 * it says when it wants to be looked at. What waits in it is no more than a fault holds back.
 */

interface Parcel {
  readonly bytes: number;
  readonly atMs: number;
  readonly leave: () => void;
}

export class Valve {
  private queue: Parcel[] = [];
  /** Those before it have left. */
  private head = 0;
  private shutUntilMs = -Infinity;
  private bytesPerMs = Infinity;
  private limitedUntilMs = -Infinity;
  /** When what left last is through, at the rate. */
  private freeMs = -Infinity;

  hold(untilMs: number): void {
    this.shutUntilMs = Math.max(this.shutUntilMs, untilMs);
  }

  limit(bytesPerMs: number, untilMs: number): void {
    this.bytesPerMs = bytesPerMs;
    this.limitedUntilMs = untilMs;
  }

  /** Nothing waits. */
  get isEmpty(): boolean {
    return this.first === undefined;
  }

  /** Nothing waits, and what comes now leaves now. */
  isClear(atMs: number): boolean {
    return this.isEmpty && atMs >= this.shutUntilMs && atMs >= this.limitedUntilMs;
  }

  put(bytes: number, atMs: number, leave: () => void): void {
    this.queue.push({ bytes, atMs, leave });
    this.pass(atMs);
  }

  /** When the first that waits may leave. */
  get wakeMs(): number {
    const { first } = this;
    return first === undefined ? Infinity : Math.max(first.atMs, this.openMs);
  }

  /** Lets out what may leave by now. */
  pass(atMs: number): void {
    for (let first = this.first; first !== undefined; first = this.first) {
      const leavesMs = Math.max(first.atMs, this.openMs);
      if (leavesMs > atMs) break;
      this.head++;
      this.freeMs = leavesMs < this.limitedUntilMs ? leavesMs + first.bytes / this.bytesPerMs : leavesMs;
      first.leave();
    }
    // Not at each that leaves: a frame must not cost what all that wait behind it do.
    if (2 * this.head < this.queue.length) return;
    this.queue = this.queue.slice(this.head);
    this.head = 0;
  }

  private get first(): Parcel | undefined {
    return this.queue[this.head];
  }

  private get openMs(): number {
    return Math.max(this.shutUntilMs, Math.min(this.freeMs, this.limitedUntilMs));
  }
}
