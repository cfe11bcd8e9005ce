/** Things by number, of which what is short and the same is kept once. */

import { describe, expect, it } from 'vitest';
import { KeptOnce } from '../../src/report/kept_once.ts';

const SHARED = 'x'.repeat(300);
const LONG = 'x'.repeat(301);

describe('things kept once', () => {
  it('have the number of the first that was the same, and are found by it', () => {
    const kept = new KeptOnce<string>();
    expect(['a', 'b', 'a', SHARED, 'b', SHARED].map((word) => kept.keep(word))).toEqual([0, 1, 0, 2, 1, 2]);
    expect([0, 1, 2].map((number) => kept.at(number))).toEqual(['a', 'b', SHARED]);
    expect(kept.known('b')).toBe(1);
    expect(kept.known('c')).toBeUndefined();
  });

  it('are told apart by their key alone', () => {
    const kept = new KeptOnce<{ readonly n: number }>();
    expect(kept.keep({ n: 1 }, 'k')).toBe(0);
    expect(kept.keep({ n: 2 }, 'k')).toBe(0);
    expect(kept.keep({ n: 1 }, 'other')).toBe(1);
    expect(kept.at(0)).toEqual({ n: 1 });
  });

  it('are kept each time where they are long', () => {
    const kept = new KeptOnce<string>();
    expect([kept.keep(LONG), kept.keep(LONG)]).toEqual([0, 1]);
    expect(kept.known(LONG)).toBeUndefined();
    expect(kept.at(1)).toBe(LONG);
  });

  it('are remembered up to a hundred thousand; what comes after is kept each time', () => {
    const kept = new KeptOnce<number>();
    for (let n = 0; n < 100_001; n++) kept.keep(n);
    expect(kept.known('99999')).toBe(99_999);
    expect(kept.known('100000')).toBeUndefined();
    expect(kept.keep(100_000)).toBe(100_001);
    expect(kept.keep(99_999)).toBe(99_999);
  });

  it('go on from what was packed', () => {
    const first = new KeptOnce<string>();
    first.keep('a');
    first.keep(LONG);
    const again = new KeptOnce<string>(structuredClone(first.packed()));
    expect([again.keep('a'), again.keep('b'), again.keep(LONG)]).toEqual([0, 2, 3]);
    expect(again.at(1)).toBe(LONG);
  });

  it('take those of another in, and tell where each has gone', () => {
    const here = new KeptOnce<string>();
    here.keep('b');
    here.keep('z');
    const other = new KeptOnce<string>();
    for (const word of ['a', 'b', LONG, LONG]) other.keep(word);
    expect(here.append(other)).toEqual([2, 0, 3, 4]);
    expect([0, 1, 2, 3, 4].map((number) => here.at(number))).toEqual(['b', 'z', 'a', LONG, LONG]);
    expect(here.known('a')).toBe(2);
    expect(here.known(LONG)).toBeUndefined();
    expect(here.append(new KeptOnce())).toEqual([]);
  });
});
