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
    return this.queue.length === 0;
  }

  /** Nothing waits, and what comes now leaves now. */
  isClear(atMs: number): boolean {
    return this.queue.length === 0 && atMs >= this.shutUntilMs && atMs >= this.limitedUntilMs;
  }

  put(bytes: number, atMs: number, leave: () => void): void {
    this.queue.push({ bytes, atMs, leave });
    this.pass(atMs);
  }

  /** When the first that waits may leave. */
  get wakeMs(): number {
    const first = this.queue[0];
    return first === undefined ? Infinity : Math.max(first.atMs, this.openMs);
  }

  /** Lets out what may leave by now. */
  pass(atMs: number): void {
    let passed = 0;
    const leaving: Parcel[] = [];
    for (const parcel of this.queue) {
      const leavesMs = Math.max(parcel.atMs, this.openMs);
      if (leavesMs > atMs) break;
      this.freeMs = leavesMs < this.limitedUntilMs ? leavesMs + parcel.bytes / this.bytesPerMs : leavesMs;
      leaving.push(parcel);
      passed++;
    }
    if (passed === 0) return;
    this.queue = this.queue.slice(passed);
    for (const { leave } of leaving) leave();
  }

  private get openMs(): number {
    return Math.max(this.shutUntilMs, Math.min(this.freeMs, this.limitedUntilMs));
  }
}
