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
