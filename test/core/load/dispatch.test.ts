import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import { Dispatcher, type Due } from '../../../src/core/load/dispatch.ts';

/** Runs a load in virtual time with calls of these lengths. */
function play(
  load: PlanLoad,
  lengthMs: (call: number) => number,
): { readonly taken: Due[]; readonly peak: number; readonly rest: readonly Due[] } {
  const dispatcher = new Dispatcher(load);
  const ends: { readonly atMs: number }[] = [];
  const taken: Due[] = [];
  let peak = 0;
  let nowMs = 0;
  while (!dispatcher.done) {
    const nextEnd = ends.length === 0 ? Infinity : Math.min(...ends.map(({ atMs }) => atMs));
    nowMs = Math.max(nowMs, Math.min(nextEnd, dispatcher.nextMs() ?? Infinity));
    while (ends.some(({ atMs }) => atMs <= nowMs)) {
      ends.splice(
        ends.findIndex(({ atMs }) => atMs <= nowMs),
        1,
      );
      dispatcher.ended(nowMs);
    }
    for (let due = dispatcher.take(nowMs); due !== null; due = dispatcher.take(nowMs)) {
      taken.push(due);
      if (!due.blocked) ends.push({ atMs: nowMs + lengthMs(due.call) });
      peak = Math.max(peak, ends.length);
    }
  }
  return { taken, peak, rest: dispatcher.stop() };
}

describe('an open load', () => {
  it('starts each call at its own instant, and blocks what exceeds the cap', () => {
    const { taken } = play({ mode: 'open', startsMs: [0, 10, 20, 600], maxConcurrency: 2 }, () => 500);
    expect(taken).toEqual([
      { call: 0, scheduledMs: 0, blocked: false },
      { call: 1, scheduledMs: 10, blocked: false },
      { call: 2, scheduledMs: 20, blocked: true },
      { call: 3, scheduledMs: 600, blocked: false },
    ]);
  });

  it('accounts for every planned call, whenever it is stopped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000 })),
        fc.integer({ min: 0, max: 10_000 }),
        (starts, stopMs) => {
          const startsMs = [...starts].sort((a, b) => a - b);
          const dispatcher = new Dispatcher({ mode: 'open', startsMs, maxConcurrency: 3 });
          let taken = 0;
          while (dispatcher.take(stopMs) !== null) taken++;
          expect(taken + dispatcher.stop().length).toBe(startsMs.length);
          expect(dispatcher.take(Infinity)).toBeNull();
        },
      ),
    );
  });
});

describe('a closed load', () => {
  it('ramps evenly and replaces each call at the instant it ends', () => {
    const { taken, peak } = play({ mode: 'closed', concurrency: 4, rampMs: 1000, holdMs: 2000 }, () => 1500);
    expect(taken.map(({ scheduledMs }) => scheduledMs)).toEqual([
      0, 250, 500, 750, 1500, 1750, 2000, 2250, 3000,
    ]);
    expect(peak).toBe(4);
  });

  it('does not redial at once where a call did not get through', () => {
    const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 60_000 });
    dispatcher.take(0);
    dispatcher.take(0);
    dispatcher.ended(5, false);
    expect(dispatcher.nextMs()).toBe(1005);
    dispatcher.ended(900, true);
    expect(dispatcher.nextMs()).toBe(900);
    expect([dispatcher.take(900)?.scheduledMs, dispatcher.take(1005)?.scheduledMs]).toEqual([900, 1005]);
  });

  it('never exceeds its concurrency, and stops at its number of calls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 30 }),
        (concurrency, rampMs, holdMs, calls) => {
          const { taken, peak, rest } = play(
            { mode: 'closed', concurrency, rampMs, holdMs, calls },
            (call) => 100 + (call % 7) * 90,
          );
          expect(peak).toBeLessThanOrEqual(concurrency);
          expect(taken.length + rest.length).toBe(calls);
          expect(taken.map(({ call }) => call)).toEqual(taken.map((_, i) => i));
          for (const { scheduledMs } of taken) expect(scheduledMs).toBeLessThanOrEqual(rampMs + holdMs);
        },
      ),
    );
  });

  it('names what it never came to, at the end of its time, and once', () => {
    const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 1, rampMs: 100, holdMs: 400, calls: 3 });
    dispatcher.take(0);
    expect(dispatcher.stop()).toEqual([
      { call: 1, scheduledMs: 500, blocked: false },
      { call: 2, scheduledMs: 500, blocked: false },
    ]);
    expect([dispatcher.stop(), dispatcher.nextMs()]).toEqual([[], null]);
  });
});
