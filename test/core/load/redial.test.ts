import { describe, expect, it } from 'vitest';
import {
  cameToSomething,
  Dispatcher,
  LONGEST_REDIAL_MS,
  REDIAL_AFTER_MS,
} from '../../../src/core/load/dispatch.ts';

describe('a place of a closed load whose call comes to nothing', () => {
  it('waits, each time twice as long, up to a limit; one that comes to something ends that', () => {
    const load = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 1e9 } as const;
    const dispatcher = new Dispatcher(load);
    const waits: number[] = [];
    let atMs = 0;
    const next = (gotThrough: boolean): void => {
      const due = dispatcher.take(atMs);
      if (due === null) throw new Error('no call is due');
      dispatcher.ended(atMs, gotThrough, due.call);
      waits.push((dispatcher.nextMs() as number) - atMs);
      atMs = dispatcher.nextMs() as number;
    };
    for (let i = 0; i < 7; i++) next(false);
    next(true);
    next(false);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000, 0, 1000]);
    expect([REDIAL_AFTER_MS, LONGEST_REDIAL_MS]).toEqual([1000, 16_000]);
    expect(dispatcher.heldBack).toBe(8);
  });

  it('keeps the misses of each place to itself', () => {
    const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1e6 });
    dispatcher.take(0);
    dispatcher.take(0);
    dispatcher.ended(0, false, 0);
    dispatcher.ended(10, false, 1);
    expect(dispatcher.take(1000)?.call).toBe(2);
    dispatcher.ended(1000, false, 2);
    expect(dispatcher.take(1010)?.call).toBe(3);
    dispatcher.ended(1010, true, 3);
    expect(dispatcher.take(1010)?.call).toBe(4);
    dispatcher.ended(1010, false, 4);
    expect(dispatcher.nextMs()).toBe(2010);
  });
});

describe('places that are free', () => {
  const closed = (concurrency: number) =>
    new Dispatcher({ mode: 'closed', concurrency, rampMs: 0, holdMs: 1e6 });

  it('at the same instant are filled in the order in which their calls ended', () => {
    const dispatcher = closed(2);
    dispatcher.take(0);
    dispatcher.take(0);
    // The place that waited first: its next call is its second try.
    dispatcher.ended(0, false, 0);
    dispatcher.ended(1000, true, 1);
    expect([dispatcher.take(1000)?.call, dispatcher.take(1000)?.call]).toEqual([2, 3]);
    dispatcher.ended(1000, false, 2);
    expect(dispatcher.nextMs()).toBe(3000);
    dispatcher.ended(1000, false, 3);
    expect(dispatcher.nextMs()).toBe(2000);
  });

  it('earlier are filled earlier, whoever waited longer', () => {
    const dispatcher = closed(3);
    for (let i = 0; i < 3; i++) dispatcher.take(0);
    dispatcher.ended(0, false, 0);
    dispatcher.ended(500, true, 1);
    dispatcher.ended(700, true, 2);
    expect(dispatcher.nextMs()).toBe(500);
    const filled = [500, 700, 1000].map((atMs) => dispatcher.take(atMs)?.scheduledMs);
    expect(filled).toEqual([500, 700, 1000]);
    expect(dispatcher.heldBack).toBe(1);
  });

  it('are free at once unless it is said that the call came to nothing', () => {
    const dispatcher = closed(1);
    dispatcher.take(0);
    dispatcher.ended(40);
    expect([dispatcher.nextMs(), dispatcher.heldBack]).toEqual([40, 0]);
  });

  it('of an open load wait for nobody: its instants are the plan’s', () => {
    const dispatcher = new Dispatcher({ mode: 'open', startsMs: [0, 10], maxConcurrency: 1 });
    dispatcher.take(0);
    dispatcher.ended(5, false, 0);
    expect([dispatcher.nextMs(), dispatcher.heldBack]).toEqual([10, 0]);
    expect(dispatcher.take(9)).toBeNull();
    expect(dispatcher.take(10)).toEqual({ call: 1, scheduledMs: 10, blocked: false });
    expect(dispatcher.done).toBe(false);
    dispatcher.ended(20);
    expect(dispatcher.done).toBe(true);
  });
});

describe('a closed load at its end', () => {
  it('still fills a place at its last instant, and none after', () => {
    const at = (endedMs: number) => {
      const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 1, rampMs: 100, holdMs: 400 });
      dispatcher.take(0);
      dispatcher.ended(endedMs);
      return dispatcher.nextMs();
    };
    expect([at(500), at(501)]).toEqual([500, null]);
  });

  it('is done when nobody talks any more, and names nothing that it never had to make', () => {
    const dispatcher = new Dispatcher({ mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 400 });
    dispatcher.take(0);
    expect(dispatcher.done).toBe(false);
    expect(dispatcher.stop()).toEqual([]);
    expect(dispatcher.done).toBe(false);
    dispatcher.ended(900);
    expect(dispatcher.done).toBe(true);
  });
});

describe('a call comes to something', () => {
  it.each([
    ['without a session', null, 5000, true, false],
    ['failed a moment after its session stood', 100, 1099, true, false],
    ['failed later', 100, 1100, true, true],
    ['completed, however short', 100, 150, false, true],
  ] as const)('%s', (_what, readyMs, endedMs, failed, something) => {
    expect(cameToSomething(readyMs, endedMs, failed)).toBe(something);
  });
});
