import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfDrawing, chanceOfHitting } from '../../../src/report/lost/chance.ts';

describe('the chance of drawing', () => {
  it('is Fisher’s, by hand', () => {
    // Of 4 cups 2 of one kind: both drawn by 1 in 6, at least one by 5 in 6.
    expect(chanceOfDrawing(2, 2, 2, 4)).toBeCloseTo(1 / 6, 12);
    expect(chanceOfDrawing(1, 2, 2, 4)).toBeCloseTo(5 / 6, 12);
    // The lady who tasted tea: 4 of 8, all right by 1 in 70, at least three by 17 in 70.
    expect(chanceOfDrawing(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12);
    expect(chanceOfDrawing(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12);
  });

  it('is certain where it cannot be otherwise, and none where it cannot be', () => {
    expect(chanceOfDrawing(0, 3, 2, 9)).toBe(1);
    expect(chanceOfDrawing(5, 5, 9, 9)).toBe(1);
    // 5 of 6 are drawn: of 3 marked two come whatever happens.
    expect(chanceOfDrawing(2, 5, 3, 6)).toBe(1);
    expect(chanceOfDrawing(3, 2, 5, 9)).toBe(0);
  });

  it('falls as more is found, and stays a chance, of many as of few', () => {
    const of = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        of,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, a, b) => {
          const drawn = Math.max(1, Math.round(a * Math.min(n, 50)));
          const marked = Math.round(b * n);
          let before = 1;
          for (let found = 0; found <= drawn; found++) {
            const chance = chanceOfDrawing(found, drawn, marked, n);
            expect(chance).toBeGreaterThanOrEqual(0);
            expect(chance).toBeLessThanOrEqual(before + 1e-9);
            before = chance;
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the chance of hitting', () => {
  it('is the binomial’s, by hand', () => {
    expect(chanceOfHitting(2, 2, 0.5)).toBeCloseTo(0.25, 12);
    expect(chanceOfHitting(1, 3, 0.5)).toBeCloseTo(7 / 8, 12);
    expect(chanceOfHitting(7, 8, 0.1)).toBeCloseTo(8 * 0.1 ** 7 * 0.9 + 0.1 ** 8, 16);
    expect(chanceOfHitting(0, 8, 0.1)).toBe(1);
    expect(chanceOfHitting(3, 8, 1)).toBe(1);
    expect(chanceOfHitting(1, 8, 0)).toBe(0);
  });

  it('of many agrees with what of few is reckoned term by term', () => {
    for (const [found, of, probability] of [
      [40, 60, 0.5],
      [33, 200, 0.1],
      [5, 1000, 0.001],
    ] as const) {
      let term = (1 - probability) ** of;
      let below = 0;
      for (let x = 0; x < found; x++) {
        below += term;
        term *= ((of - x) / (x + 1)) * (probability / (1 - probability));
      }
      expect(chanceOfHitting(found, of, probability)).toBeCloseTo(1 - below, 10);
    }
  });
});
