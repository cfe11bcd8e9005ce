/**
 * The clock of one VU, and its alarms. k6 has no clock finer than `Date.now()`, which counts whole milliseconds; only what comes in
 * carries an instant that is finer. Deadlines are absolute and each alarm is set anew, so that lateness does not add up. An alarm
 * never fires early; how late it fires is the loop's lag.
 */

import { clearTimeout, setTimeout } from 'k6/timers';
import type { Histogram } from '../../core/log/histogram.ts';
import { CLOCK_RESOLUTION_MS } from './clock_resolution.ts';

export class VuClock {
  /** Wall clock of instant 0. */
  private readonly startedAtMs: number;
  readonly lag: Histogram;

  constructor(startedAtMs: number, lag: Histogram) {
    this.startedAtMs = startedAtMs;
    this.lag = lag;
  }

  /** Ms since instant 0. */
  now(): number {
    return Date.now() - this.startedAtMs;
  }

  /** When an event was made, which may have waited since; an event that does not say so is of now. */
  instantOf(timestampMs: number | undefined): number {
    const nowMs = this.now();
    const atMs = typeof timestampMs === 'number' ? timestampMs - this.startedAtMs : NaN;
    return atMs <= nowMs + CLOCK_RESOLUTION_MS ? atMs : nowMs;
  }
}

/** A settable deadline. While it is set, k6 does not end the iteration. */
export class Alarm {
  dueMs = Infinity;
  private readonly clock: VuClock;
  private readonly fire: (nowMs: number) => void;
  private timer: number | null = null;
  /** When the timer goes off. */
  private armedMs = Infinity;

  constructor(clock: VuClock, fire: (nowMs: number) => void) {
    this.clock = clock;
    this.fire = fire;
  }

  /** Infinity clears it. */
  set(dueMs: number): void {
    this.dueMs = dueMs;
    // One that goes off before looks again: that is cheaper than another timer.
    if (this.timer !== null && this.armedMs <= dueMs && dueMs !== Infinity) return;
    this.disarm();
    if (dueMs !== Infinity) this.arm();
  }

  private arm(): void {
    this.armedMs = this.dueMs;
    this.timer = setTimeout(this.ring, Math.max(0, this.dueMs - this.clock.now()));
  }

  private disarm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.armedMs = Infinity;
  }

  private readonly ring = (): void => {
    this.timer = null;
    this.armedMs = Infinity;
    const { dueMs } = this;
    if (dueMs === Infinity) return;
    const nowMs = this.clock.now();
    // The clock cuts the fraction off: in the millisecond that it is due in, it is due.
    if (nowMs < Math.floor(dueMs)) {
      this.arm();
      return;
    }
    this.dueMs = Infinity;
    this.clock.lag.add(nowMs - dueMs);
    this.fire(Math.max(nowMs, dueMs));
  };
}
