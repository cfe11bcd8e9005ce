import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Projection } from '../../../../src/agent/ear/features/projection.ts';

describe('a projection', () => {
  it('is of each feature the weighted sum, and what is added', () => {
    const projection = new Projection(Float64Array.of(1, 2, 3, -1, 0, 1), Float64Array.of(10, 20), 3);
    expect(projection.dims).toBe(2);
    expect([...projection.project(Float64Array.of(1, 10, 100))]).toEqual([331, 119]);
    expect([...projection.project(Float32Array.of(0, 0, 1))]).toEqual([13, 21]);
  });

  it('is so for any shape, up to 24 features', () => {
    const number = fc.double({ min: -8, max: 8, noNaN: true });
    const numbers = (length: number): fc.Arbitrary<number[]> =>
      fc.array(number, { minLength: length, maxLength: length });
    const shaped = fc
      .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 95 }))
      .chain(([dims, width]) => fc.tuple(numbers(dims * width), numbers(dims), numbers(width)));
    fc.assert(
      fc.property(shaped, ([rows, shift, context]) => {
        const width = context.length;
        const projection = new Projection(Float64Array.from(rows), Float64Array.from(shift), width);
        const features = projection.project(Float64Array.from(context));
        expect(features).toHaveLength(shift.length);
        shift.forEach((start, dim) => {
          const wanted = context.reduce((sum, x, i) => sum + x * (rows[dim * width + i] as number), start);
          expect(Math.abs((features[dim] as number) - wanted)).toBeLessThan(1e-5 * 64 * (width + 1));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('has no more', () => {
    expect(() => new Projection(new Float64Array(25), new Float64Array(25), 1)).toThrow(RangeError);
  });
});
