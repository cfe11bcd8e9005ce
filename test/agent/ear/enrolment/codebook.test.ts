import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { codebook } from '../../../../src/agent/ear/enrolment/codebook.ts';
import { Random } from '../../../../src/core/word/random.ts';

const DIMS = 3;

function apart(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + (value - (b[k] as number)) ** 2, 0);
}

function rows(values: Float64Array): Float64Array[] {
  return Array.from({ length: values.length / DIMS }, (_, i) => values.subarray(i * DIMS, (i + 1) * DIMS));
}

/** Mean squared distance from the nearest centre. */
function distortion(points: Float64Array, centres: Float64Array): number {
  const all = rows(points).map((point) => Math.min(...rows(centres).map((centre) => apart(point, centre))));
  return all.reduce((a, b) => a + b, 0) / all.length;
}

it('finds the groups that there are', () => {
  const random = new Random('groups');
  const middles = [0, 100, 200].map((far) => Float64Array.of(far, -far, 0));
  const points = Float64Array.from(
    Array.from({ length: 90 }, (_, i) =>
      [...(middles[Math.floor(i / 30)] as Float64Array)].map((x) => x + random.normal()),
    ).flat(),
  );
  const found = rows(codebook(points, DIMS, 3)).sort((a, b) => (a[0] as number) - (b[0] as number));
  found.forEach((centre, i) => expect(apart(centre, middles[i] as Float64Array)).toBeLessThan(1));
});

it('has no more rows than there are points, and lies no further from them than from their mean', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, size) => {
      const random = new Random(count, size);
      const points = Float64Array.from({ length: count * DIMS }, () => random.normal());
      const centres = codebook(points, DIMS, size);
      expect(centres.length).toBe(Math.min(count, size) * DIMS);
      const mean = Float64Array.from({ length: DIMS }, (_, k) =>
        rows(points).reduce((sum, point) => sum + (point[k] as number) / count, 0),
      );
      expect(distortion(points, centres)).toBeLessThanOrEqual(distortion(points, mean) + 1e-9);
    }),
  );
});
