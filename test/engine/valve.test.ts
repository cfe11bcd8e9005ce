/** What goes through a valve: all of it, in order, and not before its time. */

import { describe, expect, it } from 'vitest';
import { Valve } from '../../src/engine/valve.ts';

/** Puts a parcel of 100 bytes each 20 ms, rings when asked to, and says what left when. */
function through(shape: (valve: Valve) => void, parcels = 10): readonly (readonly [number, number])[] {
  const valve = new Valve();
  shape(valve);
  const left: [number, number][] = [];
  let nowMs = 0;
  for (; nowMs <= 2000; nowMs++) {
    if (valve.wakeMs <= nowMs) valve.pass(nowMs);
    const number = nowMs / 20;
    if (Number.isInteger(number) && number < parcels) valve.put(100, nowMs, () => left.push([number, nowMs]));
  }
  expect(valve.isEmpty).toBe(true);
  expect(valve.isClear(2000)).toBe(true);
  expect(left.map(([number]) => number)).toEqual(Array.from({ length: parcels }, (_, n) => n));
  return left;
}

const instants = (left: readonly (readonly [number, number])[]): readonly number[] =>
  left.map(([, atMs]) => atMs);

describe('a valve', () => {
  it('lets through at once what nothing holds', () => {
    expect(instants(through(() => {}))).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180]);
  });

  it('holds until an instant, then lets all go', () => {
    expect(instants(through((valve) => valve.hold(100)))).toEqual([
      100, 100, 100, 100, 100, 100, 120, 140, 160, 180,
    ]);
  });

  it('is not opened by a shorter hold', () => {
    const left = through((valve) => {
      valve.hold(100);
      valve.hold(50);
    });
    expect(instants(left).slice(0, 6)).toEqual([100, 100, 100, 100, 100, 100]);
  });

  it('lets through at a rate, for so long, and then all that waits', () => {
    // 100 bytes take 40 ms; from 200 ms on there is no limit.
    expect(instants(through((valve) => valve.limit(2.5, 200), 12))).toEqual([
      0, 40, 80, 120, 160, 200, 200, 200, 200, 200, 200, 220,
    ]);
  });

  it('does not slow down what is slower than the rate', () => {
    expect(instants(through((valve) => valve.limit(5, 1000)))).toEqual([
      0, 20, 40, 60, 80, 100, 120, 140, 160, 180,
    ]);
  });

  it('keeps to the rate though it is looked at late', () => {
    const valve = new Valve();
    valve.limit(1, 10_000);
    const left: number[] = [];
    for (let n = 0; n < 5; n++) valve.put(100, 0, () => left.push(n));
    valve.pass(350);
    expect(left).toEqual([0, 1, 2, 3]);
    expect(valve.wakeMs).toBe(400);
  });

  it('takes more from whoever is being let out', () => {
    const valve = new Valve();
    valve.hold(10);
    const left: string[] = [];
    valve.put(0, 0, () => {
      left.push('first');
      valve.put(0, 10, () => left.push('third'));
    });
    valve.put(0, 0, () => left.push('second'));
    valve.pass(10);
    expect(left).toEqual(['first', 'second', 'third']);
  });
});
