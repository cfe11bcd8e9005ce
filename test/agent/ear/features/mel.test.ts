import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, MelBank, filtersOf } from '../../../../src/agent/ear/features/mel.ts';
import { BINS } from '../../../../src/agent/ear/features/spectrum.ts';

const warps = fc.double({ min: 0.7, max: 1.3, noNaN: true });

function centresOf(warp: number): number[] {
  return filtersOf(warp).map(({ from, weights }) =>
    weights.reduce((sum, weight, i) => sum + weight * (from + i), 0),
  );
}

describe('a mel bank', () => {
  it('has filters within the spectrum whose weights are positive and add up to one', () => {
    fc.assert(
      fc.property(warps, (warp) => {
        const filters = filtersOf(warp);
        expect(filters).toHaveLength(BANDS);
        for (const { from, weights } of filters) {
          expect(weights.length).toBeGreaterThan(0);
          expect(from).toBeGreaterThan(0);
          expect(from + weights.length).toBeLessThanOrEqual(BINS - 1);
          expect(weights.every((weight) => weight >= 0)).toBe(true);
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('gives the weighted sums of a spectrum, whatever is in it', () => {
    const powers = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), {
      minLength: BINS,
      maxLength: BINS,
    });
    fc.assert(
      fc.property(warps, powers, (warp, drawn) => {
        const power = Float32Array.from(drawn);
        const found = new MelBank(warp).powers(power);
        filtersOf(warp).forEach(({ from, weights }, band) => {
          const wanted = weights.reduce((sum, weight, i) => sum + weight * (power[from + i] as number), 0);
          expect(Math.abs((found[band] as number) - wanted)).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 50 },
    );
    const flat = new MelBank(1).powers(new Float32Array(BINS).fill(7));
    expect([...flat]).toEqual(Array.from({ length: BANDS }, () => expect.closeTo(7, 5)));
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
