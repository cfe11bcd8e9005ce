import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Histogram } from '../../../src/core/log/histogram.ts';
import { Alarm, Wheel } from '../../../src/engine/node/wheel.ts';

describe('Wheel', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function wheel(): { readonly wheel: Wheel; readonly now: () => number } {
    const startMs = Date.now();
    const now = (): number => Date.now() - startMs;
    return { wheel: new Wheel(now, new Histogram()), now };
  }

  it('fires each alarm once, never early, at most two milliseconds late (three when busy), however far away', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 30_000, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (dues) => {
          const { wheel: timers, now } = wheel();
          const fired: { readonly dueMs: number; readonly atMs: number }[] = [];
          for (const dueMs of dues) timers.set(new Alarm(() => fired.push({ dueMs, atMs: now() })), dueMs);
          vi.advanceTimersByTime(31_000);
          timers.stop();
          expect(fired).toHaveLength(dues.length);
          for (const { dueMs, atMs } of fired) {
            expect(atMs).toBeGreaterThanOrEqual(dueMs);
            expect(atMs - dueMs).toBeLessThan(3.01);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('lets an alarm set itself again without drifting', () => {
    const { wheel: timers, now } = wheel();
    const fired: number[] = [];
    const alarm = new Alarm(() => {
      fired.push(now());
      timers.set(alarm, alarm.dueMs + 100);
    });
    timers.set(alarm, 100);
    vi.advanceTimersByTime(10_050);
    timers.stop();
    expect(fired).toHaveLength(100);
    expect((fired.at(-1) as number) - 10_000).toBeLessThan(2);
  });

  it('lets one alarm move or clear another that is due in the same instant', () => {
    const { wheel: timers, now } = wheel();
    const fired: string[] = [];
    const moved = new Alarm(() => fired.push(`moved ${now()}`));
    const cleared = new Alarm(() => fired.push('cleared'));
    const first = new Alarm(() => {
      fired.push('first');
      timers.set(moved, 500);
      timers.set(cleared, Infinity);
    });
    // Newest first within a slot: set the one that acts last.
    timers.set(moved, 50);
    timers.set(cleared, 50);
    timers.set(first, 50);
    vi.advanceTimersByTime(1000);
    timers.stop();
    expect(fired).toEqual(['first', 'moved 500']);
  });

  it('fires what fell due during a stall, in order, once the loop is free again', () => {
    let nowMs = 0;
    const timers = new Wheel(() => nowMs, new Histogram());
    const fired: number[] = [];
    for (const dueMs of [10, 300, 200]) timers.set(new Alarm(() => fired.push(dueMs)), dueMs);
    nowMs = 5000;
    vi.advanceTimersByTime(100);
    timers.stop();
    expect(fired).toEqual([10, 200, 300]);
  });

  it('fires what is overdue for whoever keeps the loop busy, and calls the loop as late as it was', () => {
    let nowMs = 0;
    const lag = new Histogram();
    const timers = new Wheel(() => nowMs, lag);
    const fired: string[] = [];
    for (const dueMs of [10, 20, 90]) timers.set(new Alarm(() => fired.push(`${dueMs} at ${nowMs}`)), dueMs);
    // Not overdue by a millisecond yet.
    nowMs = 10.5;
    timers.overtake(nowMs);
    expect(fired).toEqual([]);
    nowMs = 30;
    timers.overtake(nowMs);
    timers.overtake(nowMs);
    expect(fired).toEqual(['10 at 30', '20 at 30']);
    expect(lag.count).toBe(0);
    // The loop comes round only now, and the third has waited for it as well.
    nowMs = 100;
    vi.advanceTimersByTime(100);
    timers.stop();
    expect(fired).toEqual(['10 at 30', '20 at 30', '90 at 100']);
    expect([lag.count, lag.min, lag.max]).toEqual([3, 10, 90]);
  });

  it('still tells how late the loop was when it is stopped before that comes round', () => {
    let nowMs = 0;
    const lag = new Histogram();
    const timers = new Wheel(() => nowMs, lag);
    timers.set(new Alarm(() => {}), 10);
    nowMs = 30;
    timers.overtake(nowMs);
    nowMs = 40;
    timers.stop();
    expect([lag.count, lag.max]).toEqual([1, 30]);
  });
});
