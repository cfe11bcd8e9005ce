import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/core/load/arrivals.ts';
import { Dispatcher } from '../../../src/core/load/dispatch.ts';
import { SteeredArrivals, type Steering } from '../../../src/core/load/steering.ts';
import { Random } from '../../../src/core/word/random.ts';

interface Order {
  readonly atMs: number;
  readonly order: Steering;
}

/** Plays a steered load with calls of one length. Returns how many went on after each instant at which something happened. */
function play(load: PlanLoad, orders: readonly Order[], lengthMs: number, untilMs: number) {
  const dispatcher = new Dispatcher(load);
  const left = [...orders];
  let ends: number[] = [];
  const going: { readonly atMs: number; readonly count: number }[] = [];
  const starts: number[] = [];
  let cut = 0;
  for (let nowMs = 0; nowMs <= untilMs;) {
    while (left[0] !== undefined && left[0].atMs <= nowMs)
      dispatcher.steer((left.shift() as Order).order, nowMs);
    for (const end of ends.filter((atMs) => atMs <= nowMs)) dispatcher.ended(end);
    ends = ends.filter((atMs) => atMs > nowMs);
    for (let due = dispatcher.take(nowMs); due !== null; due = dispatcher.take(nowMs)) {
      starts.push(due.scheduledMs);
      if (due.blocked) cut++;
      else ends.push(nowMs + lengthMs);
    }
    going.push({ atMs: nowMs, count: ends.length });
    const next = Math.min(dispatcher.nextMs() ?? Infinity, left[0]?.atMs ?? Infinity, ...ends);
    if (next === Infinity) break;
    nowMs = Math.max(next, nowMs + 0.001);
  }
  const countAt = (atMs: number): number => going.findLast((one) => one.atMs <= atMs)?.count ?? 0;
  return { starts, countAt, blocked: cut, dispatcher };
}

const closed = (atOnce: number, most = 100): PlanLoad => ({
  mode: 'closed',
  concurrency: most,
  rampMs: 0,
  holdMs: 1e9,
  steered: { atOnce },
});
const to = (atMs: number, atOnce: number, rampMs = 0): Order => ({
  atMs,
  order: { of: 'concurrency', atOnce, rampMs },
});

describe('a closed load that is steered', () => {
  it('begins with its own number, and is raised over the ramp that it is given', () => {
    const { countAt } = play(closed(4), [to(5000, 14, 1000)], 700, 9000);
    expect(countAt(4000)).toBe(4);
    expect(countAt(5450)).toBe(9);
    expect(countAt(8000)).toBe(14);
  });

  it('is lowered by not replacing calls that end: none is cut', () => {
    const { countAt } = play(closed(20), [to(5000, 6)], 3000, 12_000);
    expect(countAt(5500)).toBe(20);
    expect(countAt(6500)).toBe(6);
    expect(countAt(11_000)).toBe(6);
  });

  it('takes back what was to be given up, where it is raised again before that', () => {
    const { countAt, starts } = play(closed(20), [to(3500, 6), to(4000, 20)], 3000, 5500);
    expect(countAt(5000)).toBe(20);
    expect(starts).toHaveLength(40);
  });

  it('never goes beyond the most that the plan has', () => {
    const { countAt } = play(closed(4, 10), [to(1000, 50)], 3000, 5000);
    expect(countAt(4000)).toBe(10);
  });

  it('runs out at 0, and is then done', () => {
    const { countAt, dispatcher } = play(closed(5), [to(4000, 0)], 3000, 20_000);
    expect(countAt(19_000)).toBe(0);
    expect(dispatcher.done).toBe(true);
  });

  it('has as many calls at once as the last order says, whatever the orders', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), (amounts) => {
        const orders = amounts.map((amount, i) => to(1000 + i * 777, amount, (i % 3) * 400));
        const { countAt } = play(closed(3), orders, 900, 20_000);
        expect(countAt(15_000)).toBe(amounts.at(-1));
      }),
      { numRuns: 50 },
    );
  });

  it('takes away first the places that wait longest after calls that came to nothing', () => {
    const dispatcher = new Dispatcher(closed(3));
    const calls = [dispatcher.take(0), dispatcher.take(0), dispatcher.take(0)].map((due) => due?.call);
    for (const call of calls) dispatcher.ended(10, false, call);
    dispatcher.steer({ of: 'concurrency', atOnce: 1, rampMs: 0 }, 20);
    expect(dispatcher.take(5000)).not.toBeNull();
    expect(dispatcher.take(5000)).toBeNull();
  });

  it('leaves a load alone that was not made to be changed', () => {
    const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000 });
    dispatcher.steer({ of: 'concurrency', atOnce: 50, rampMs: 0 }, 0);
    expect([dispatcher.take(0), dispatcher.take(0), dispatcher.take(0)].map((due) => due?.call)).toEqual([
      0,
      1,
      undefined,
    ]);
  });
});

const open = (perSecond: number, maxConcurrency = 1000): PlanLoad => ({
  mode: 'open',
  startsMs: [],
  maxConcurrency,
  steered: { perSecond, seed: 7, lastsMs: 1e9 },
});

describe('an open load that is steered', () => {
  it('brings calls at the rate that holds at the time', () => {
    const faster: Order = { atMs: 100_000, order: { of: 'arrivals', perSecond: 20 } };
    const { starts } = play(open(5), [faster], 10, 200_000);
    const before = starts.filter((atMs) => atMs < 100_000).length;
    const after = starts.length - before;
    // Four standard deviations of Poisson counts of 500 and of 2,000.
    expect(Math.abs(before - 500)).toBeLessThan(90);
    expect(Math.abs(after - 2000)).toBeLessThan(180);
  });

  it('is the same for the same seed and orders, and begins no call at a rate of 0', () => {
    const orders: Order[] = [
      { atMs: 3000, order: { of: 'arrivals', perSecond: 0 } },
      { atMs: 9000, order: { of: 'arrivals', perSecond: 2 } },
    ];
    const { starts } = play(open(5), orders, 10, 20_000);
    expect(play(open(5), orders, 10, 20_000).starts).toEqual(starts);
    expect(starts.some((atMs) => atMs > 3000 && atMs < 9000)).toBe(false);
    expect(starts.some((atMs) => atMs > 9000)).toBe(true);
  });

  it('blocks and counts what exceeds the most that may go on at once', () => {
    expect(play(open(10, 2), [], 5000, 10_000).blocked).toBeGreaterThan(20);
  });

  it('shortens what is left to wait for by as much as the rate grows', () => {
    const arrivals = new SteeredArrivals(1, new Random('a'));
    const dueMs = arrivals.nextMs() as number;
    arrivals.change(4, dueMs / 2);
    expect(arrivals.nextMs()).toBeCloseTo(dueMs / 2 + dueMs / 8, 6);
  });
});
