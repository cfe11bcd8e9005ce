import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, melBank, melPowers } from '../../../src/agent/ear/mel.ts';
import { BINS } from '../../../src/agent/ear/spectrum.ts';

const warps = fc.double({ min: 0.7, max: 1.3, noNaN: true });

function centresOf(warp: number): number[] {
  const bank = melBank(warp);
  return bank.weights.map((weights, band) =>
    weights.reduce((sum, weight, i) => sum + weight * ((bank.from[band] as number) + i), 0),
  );
}

describe('a mel bank', () => {
  it('has filters within the spectrum whose weights are positive and add up to one', () => {
    fc.assert(
      fc.property(warps, (warp) => {
        const { from, weights } = melBank(warp);
        expect(weights).toHaveLength(BANDS);
        weights.forEach((row, band) => {
          expect(row.length).toBeGreaterThan(0);
          expect(from[band]).toBeGreaterThan(0);
          expect((from[band] as number) + row.length).toBeLessThanOrEqual(BINS - 1);
          expect(row.every((weight) => weight >= 0)).toBe(true);
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        });
      }),
    );
  });

  it('gives each band of a flat spectrum its level', () => {
    const out = new Float64Array(BANDS + 3);
    melPowers(melBank(1), new Float64Array(BINS).fill(7), out, 2);
    expect([...out]).toEqual([0, 0, ...Array.from({ length: BANDS }, () => expect.closeTo(7, 12)), 0]);
  });

  it('is evenly spaced on the mel scale, from 200 to 3500 Hz', () => {
    const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
    const step = (mel(3500) - mel(200)) / (BANDS + 1);
    centresOf(1).forEach((bin, band) => {
      // The centre of gravity of a triangle on whole bins lies within half a bin of its tip.
      const tip = 700 * (10 ** ((mel(200) + (band + 1) * step) / 2595) - 1);
      expect(Math.abs(bin * 31.25 - tip)).toBeLessThan(20);
    });
  });

  it('warped, lies along the frequency axis by that factor', () => {
    const plain = centresOf(1);
    for (const warp of [0.8, 0.9, 1.1]) {
      centresOf(warp).forEach((bin, band) => {
        expect(Math.abs(bin - warp * (plain[band] as number))).toBeLessThan(0.6);
      });
    }
  });
});
