import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shelf, type Shelved } from '../../../src/engine/recording/shelf.ts';

function item(call: number, merit: number, bytes = 10): Shelved {
  return { call, merit: [merit], bytes };
}

/** Puts it there if it may, as a writer of files does; gives the calls that went for it, or null. */
function offer(shelf: Shelf<Shelved>, one: Shelved): number[] | null {
  const going = shelf.clear(one.merit, one.bytes);
  if (going === null) return null;
  shelf.put(one);
  return going.map(({ call }) => call);
}

const calls = (shelf: Shelf<Shelved>): number[] => shelf.all.map(({ call }) => call);

describe('Shelf', () => {
  it('keeps the best, and has the least go for a better one', () => {
    const shelf = new Shelf<Shelved>(2, Infinity);
    expect(offer(shelf, item(1, 5))).toEqual([]);
    expect(offer(shelf, item(2, 3))).toEqual([]);
    expect(shelf.wants([2])).toBe(false);
    expect(offer(shelf, item(3, 2))).toBeNull();
    expect(shelf.wants([4])).toBe(true);
    expect(offer(shelf, item(4, 4))).toEqual([2]);
    expect(calls(shelf)).toEqual([1, 4]);
    expect(shelf.bytes).toBe(20);
  });

  it('keeps the first of equals', () => {
    const shelf = new Shelf<Shelved>(1, Infinity);
    offer(shelf, item(1, 5));
    expect(shelf.wants([5])).toBe(false);
    expect(offer(shelf, item(2, 5))).toBeNull();
    expect(calls(shelf)).toEqual([1]);
  });

  it('stays within its bytes: several small ones may go for a larger, and nothing goes in vain', () => {
    const shelf = new Shelf<Shelved>(10, 30);
    for (const [call, merit] of [
      [1, 1],
      [2, 2],
      [3, 9],
    ] as const) {
      offer(shelf, item(call, merit));
    }
    // It would need the room of a better one too.
    expect(offer(shelf, item(4, 5, 25))).toBeNull();
    expect(calls(shelf)).toEqual([1, 2, 3]);
    expect(offer(shelf, item(5, 5, 20))).toEqual([1, 2]);
    expect(offer(shelf, item(6, 99, 31))).toBeNull();
    expect(calls(shelf)).toEqual([3, 5]);
    expect(shelf.bytes).toBe(30);
  });

  it('holds neither too many nor too much, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ merit: fc.nat(20), bytes: fc.integer({ min: 1, max: 40 }) }), { maxLength: 40 }),
        (offers) => {
          const shelf = new Shelf<Shelved>(4, 100);
          offers.forEach(({ merit, bytes }, call) => offer(shelf, item(call, merit, bytes)));
          const all = shelf.all;
          expect(all.length).toBeLessThanOrEqual(4);
          expect(shelf.bytes).toBeLessThanOrEqual(100);
          expect(shelf.bytes).toBe(all.reduce((sum, { bytes }) => sum + bytes, 0));
        },
      ),
    );
  });
});
