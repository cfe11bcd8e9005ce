/**
 * One timer wheel for all sessions of a worker: slots of a quarter of a millisecond, intrusive lists, no allocation once an
 * alarm exists. An alarm never fires early; how late it fires, or would have if nobody had fired it before the event loop came
 * round (`overtake`), is recorded as loop lag. Deadlines are absolute, so that lateness does not add up.
 */

import type { Histogram } from '../../core/log/histogram.ts';
import { timerWaker, type Waker, type WakerFactory } from './waker.ts';

const TICKS_PER_MS = 4;
const SLOTS = 4096;
const LONGEST_SLEEP_TICKS = 50 * TICKS_PER_MS;
/** A wheel that fires this many alarms a millisecond (some 180 calls) turns every other millisecond: fewer wake-ups, for a ms on average. */
const BUSY_ALARMS_PER_MS = 2;
const BUSY_TURN_TICKS = 2 * TICKS_PER_MS;
/** What is this much overdue does not wait for the event loop to come round. */
const OVERDUE_TICKS = TICKS_PER_MS;
/** Over how long the rate of alarms is averaged: a burst alone does not make a wheel busy. */
const RATE_OVER_MS = 32;
const IDLE = -1;
/** Taken out of its slot, about to fire in this turn. */
const FIRING = -2;

/** A settable deadline. Belongs to one wheel; set it again as often as you like. */
export class Alarm {
  dueMs = Infinity;
  readonly fire: (nowMs: number) => void;
  /** The wheel's own: the tick it is due in, IDLE, or FIRING. */
  tick = IDLE;
  previous: Alarm | null = null;
  next: Alarm | null = null;

  constructor(fire: (nowMs: number) => void) {
    this.fire = fire;
  }
}

export class Wheel {
  private readonly now: () => number;
  private readonly lag: Histogram;
  private readonly slots: (Alarm | null)[] = Array.from({ length: SLOTS }, () => null);
  private tick: number;
  private count = 0;
  private readonly waker: Waker;
  private armedTick = Infinity;
  private turning = false;
  private turnedMs: number;
  private alarmsPerMs = 0;
  private busy = false;
  /** Those that are due at the tick that is being dealt with. It keeps its length: to set one is a call into the runtime, and there are thousands of ticks a second. */
  private readonly firing: (Alarm | null)[] = [];
  private firingCount = 0;
  /** When those were due that have fired before the event loop came round. */
  private readonly overtaken: number[] = [];

  constructor(now: () => number, lag: Histogram, waker: WakerFactory = timerWaker) {
    this.now = now;
    this.waker = waker(now, this.turn);
    this.lag = lag;
    this.turnedMs = now();
    this.tick = Math.floor(this.turnedMs * TICKS_PER_MS);
  }

  /** Infinity clears it. */
  set(alarm: Alarm, dueMs: number): void {
    if (alarm.tick >= 0) this.unlink(alarm);
    alarm.tick = IDLE;
    alarm.dueMs = dueMs;
    if (dueMs === Infinity) return;
    alarm.tick = Math.max(this.tick + 1, Math.ceil(dueMs * TICKS_PER_MS));
    const slot = alarm.tick % SLOTS;
    const head = this.slots[slot] as Alarm | null;
    alarm.next = head;
    alarm.previous = null;
    if (head !== null) head.previous = alarm;
    this.slots[slot] = alarm;
    this.count++;
    if (!this.turning && alarm.tick < this.armedTick) this.arm();
  }

  /**
   * For whoever is one of many that the event loop has before it comes round: fires what is overdue. How late the loop itself
   * would have been is still recorded as its lag.
   */
  overtake(nowMs: number): void {
    const last = Math.floor(nowMs * TICKS_PER_MS);
    if (this.turning || last < Math.max(this.armedTick, this.tick) + OVERDUE_TICKS) return;
    this.fireUntil(last, nowMs, true);
  }

  stop(): void {
    this.waker.stop();
    this.noteOvertaken(this.now());
    this.count = 0;
  }

  private unlink(alarm: Alarm): void {
    if (alarm.previous === null) this.slots[alarm.tick % SLOTS] = alarm.next;
    else alarm.previous.next = alarm.next;
    if (alarm.next !== null) alarm.next.previous = alarm.previous;
    alarm.previous = null;
    alarm.next = null;
    this.count--;
  }

  private arm(): void {
    this.armedTick = Infinity;
    if (this.count === 0) {
      this.waker.wakeAt(Infinity, false);
      return;
    }
    this.busy = this.alarmsPerMs >= BUSY_ALARMS_PER_MS;
    let target = this.tick + 1;
    const furthest = Math.max(target, Math.floor(this.now() * TICKS_PER_MS) + LONGEST_SLEEP_TICKS);
    while (target < furthest && !this.occupied(target)) target++;
    if (this.busy) target = Math.max(target, this.tick + BUSY_TURN_TICKS);
    this.armedTick = target;
    this.waker.wakeAt(target / TICKS_PER_MS, this.busy);
  }

  private occupied(tick: number): boolean {
    for (let alarm = this.slots[tick % SLOTS] ?? null; alarm !== null; alarm = alarm.next) {
      if (alarm.tick <= tick) return true;
    }
    return false;
  }

  /** The event loop has come round. */
  private readonly turn = (): void => {
    const nowMs = this.now();
    const last = Math.floor(nowMs * TICKS_PER_MS);
    this.noteOvertaken(nowMs);
    // A wake-up for an instant that has since been replaced. A busy wheel always has something to do.
    if (last < this.armedTick && !this.busy) {
      if (this.armedTick !== Infinity) this.waker.wakeAt(this.armedTick / TICKS_PER_MS, false);
      return;
    }
    this.fireUntil(last, nowMs, false);
    this.arm();
  };

  /** Fires everything that is due, oldest tick first. `early`: the event loop has not come round. */
  private fireUntil(last: number, nowMs: number, early: boolean): void {
    this.turning = true;
    let fired = 0;
    // After a stall of a whole turn, once round the wheel reaches every slot.
    const from = Math.max(this.tick + 1, last - SLOTS + 1);
    for (let tick = from; tick <= last; tick++) {
      this.tick = tick;
      this.collect(tick);
      for (let i = 0; i < this.firingCount; i++) {
        const alarm = this.firing[i] as Alarm;
        this.firing[i] = null;
        // An alarm that fired before it may have set or cleared it.
        if (alarm.tick !== FIRING) continue;
        alarm.tick = IDLE;
        fired++;
        const firedMs = this.now();
        if (early) this.overtaken.push(alarm.dueMs);
        else this.lag.add(firedMs - alarm.dueMs);
        alarm.fire(firedMs);
      }
    }
    this.tick = Math.max(this.tick, last);
    this.turning = false;
    this.noteRate(fired, nowMs);
  }

  /** The loop is as late for these as it would have been without `overtake`. */
  private noteOvertaken(nowMs: number): void {
    if (this.overtaken.length === 0) return;
    for (const dueMs of this.overtaken) this.lag.add(nowMs - dueMs);
    this.overtaken.length = 0;
  }

  private noteRate(fired: number, nowMs: number): void {
    const elapsedMs = Math.max(nowMs - this.turnedMs, 1 / TICKS_PER_MS);
    this.alarmsPerMs += (fired / elapsedMs - this.alarmsPerMs) * Math.min(1, elapsedMs / RATE_OVER_MS);
    this.turnedMs = nowMs;
  }

  private collect(tick: number): void {
    let alarm = this.slots[tick % SLOTS] ?? null;
    this.firingCount = 0;
    while (alarm !== null) {
      const following: Alarm | null = alarm.next;
      if (alarm.tick <= tick) {
        this.unlink(alarm);
        alarm.tick = FIRING;
        this.firing[this.firingCount++] = alarm;
      }
      alarm = following;
    }
  }
}
