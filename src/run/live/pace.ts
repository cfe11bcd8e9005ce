/**
 * When something that takes time may be done again: never more often than so, and never for more than its share of the time.
 * Pure.
 */

export class Pace {
  private readonly everyMs: number;
  private readonly share: number;
  private nextMs = -Infinity;

  /** `share`: of the time, from 0 to 1. */
  constructor(everyMs: number, share: number) {
    this.everyMs = everyMs;
    this.share = share;
  }

  due(nowMs: number): boolean {
    return nowMs >= this.nextMs;
  }

  done(fromMs: number, untilMs: number): void {
    const restMs = (untilMs - fromMs) * (1 / this.share - 1);
    this.nextMs = Math.max(fromMs + this.everyMs, untilMs + restMs);
  }
}
