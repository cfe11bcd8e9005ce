import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Onset } from '../../../src/core/call/onset.ts';
import { lateTone } from './rehearsed_call.ts';

const AT_8_KHZ = 8;

/** A square wave's RMS is its amplitude. */
function square(amplitude: number, ms: number): Int16Array {
  return Int16Array.from({ length: ms * AT_8_KHZ }, (_, i) => (i % 2 === 0 ? amplitude : -amplitude));
}

/** -50 dBFS is an amplitude of 103.6. */
const JUST_AUDIBLE = 104;
const JUST_INAUDIBLE = 103;

describe('the onset of an answer', () => {
  it('is where it begins to be loud, to the millisecond, wherever the pieces are cut', () => {
    const cutsOf = fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 12 });
    fc.assert(
      fc.property(cutsOf, fc.integer({ min: 0, max: 300 }), (cuts, silentMs) => {
        const pcm = lateTone(silentMs, silentMs + 100);
        const onset = new Onset(-50);
        let from = 0;
        let foundMs: number | null = null;
        for (const length of [...cuts, pcm.length]) {
          const piece = pcm.subarray(from, from + length);
          foundMs = onset.push(piece, AT_8_KHZ);
          if (foundMs !== null) break;
          from += piece.length;
        }
        expect(from / AT_8_KHZ + (foundMs ?? Number.NaN)).toBeCloseTo(silentMs, 9);
      }),
    );
  });

  it('is where two blocks in a row are over the level, and nothing at it', () => {
    expect(new Onset(-50).push(square(JUST_AUDIBLE, 20), AT_8_KHZ)).toBe(0);
    expect(new Onset(-50).push(square(JUST_INAUDIBLE, 2000), AT_8_KHZ)).toBeNull();
    expect(new Onset(-40).push(square(JUST_AUDIBLE, 2000), AT_8_KHZ)).toBeNull();
  });

  it('is no single loud block: that is a click', () => {
    const click = new Int16Array(2000 * AT_8_KHZ);
    click.set(square(20_000, 10), 500 * AT_8_KHZ);
    expect(new Onset(-50).push(click, AT_8_KHZ)).toBeNull();
    click.set(square(20_000, 10), 510 * AT_8_KHZ);
    expect(new Onset(-50).push(click, AT_8_KHZ)).toBe(500);
  });

  it('is no constant offset, however large', () => {
    expect(new Onset(-50).push(new Int16Array(8000).fill(12_000), AT_8_KHZ)).toBeNull();
    const riding = square(JUST_AUDIBLE, 40).map((sample) => sample + 12_000);
    expect(new Onset(-50).push(riding, AT_8_KHZ)).toBe(0);
  });

  it('is the first millisecond of its block that is over the level by itself', () => {
    const from = (ms: number): number | null => {
      const pcm = new Int16Array(40 * AT_8_KHZ);
      pcm.set(square(5000, 40 - ms), ms * AT_8_KHZ);
      return new Onset(-50).push(pcm, AT_8_KHZ);
    };
    expect([0, 3, 9, 10, 14].map(from)).toEqual([0, 3, 9, 10, 14]);
  });

  it('is no hum before it in the same block, which alone nobody could hear', () => {
    const pcm = square(60, 40);
    pcm.set(square(5000, 37), 3 * AT_8_KHZ);
    expect(new Onset(-50).push(pcm, AT_8_KHZ)).toBe(3);
  });

  it('is in the first of the two loud blocks, each looked at anew', () => {
    const onset = new Onset(-50);
    const pcm = new Int16Array(60 * AT_8_KHZ);
    // Loud from 4 to 10 ms: a click. Then loud from 27 ms on.
    pcm.set(square(5000, 6), 4 * AT_8_KHZ);
    pcm.set(square(5000, 33), 27 * AT_8_KHZ);
    expect(onset.push(pcm, AT_8_KHZ)).toBe(27);
  });

  it('is measured in whole samples, at least one a millisecond', () => {
    expect(new Onset(-50).push(square(5000, 20), 8.3)).toBe(0);
    expect(new Onset(-50).push(square(5000, 3).subarray(0, 19), 0.4)).toBeNull();
    expect(new Onset(-50).push(square(5000, 3).subarray(0, 20), 0.4)).toBe(0);
  });

  it('may lie several pieces back, and is given from the start of the last', () => {
    const onset = new Onset(-50);
    const quiet = new Int16Array(5 * AT_8_KHZ);
    expect(onset.push(quiet, AT_8_KHZ)).toBeNull();
    expect(onset.push(square(5000, 9), AT_8_KHZ)).toBeNull();
    expect(onset.push(square(5000, 2), AT_8_KHZ)).toBeNull();
    // Audible from 5 ms on; this piece begins at 16.
    expect(onset.push(square(5000, 8), AT_8_KHZ)).toBe(-11);
  });

  it('may lie in the piece before', () => {
    const onset = new Onset(-50);
    expect(onset.push(square(5000, 15), AT_8_KHZ)).toBeNull();
    expect(onset.push(square(5000, 15), AT_8_KHZ)).toBe(-15);
  });
});
