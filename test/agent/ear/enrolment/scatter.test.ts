import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Scatter } from '../../../../src/agent/ear/enrolment/scatter.ts';

const value = fc.double({ min: -100, max: 100, noNaN: true });
const vectors = fc
  .integer({ min: 1, max: 6 })
  .chain((width) =>
    fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 15 }),
  );

it('has the mean and the covariance that the formula gives, asked at any time', () => {
  fc.assert(
    fc.property(vectors, fc.nat(14), (vectors, askedAfter) => {
      const width = (vectors[0] as number[]).length;
      const scatter = new Scatter(width);
      vectors.forEach((vector, i) => {
        scatter.next.set(vector);
        scatter.add();
        // Asking early changes nothing.
        if (i === askedAfter) scatter.covariance();
      });
      const meanOf = (of: (vector: number[]) => number): number =>
        vectors.reduce((sum, vector) => sum + of(vector), 0) / vectors.length;
      const mean = Array.from({ length: width }, (_, i) => meanOf((vector) => vector[i] as number));
      const products = scatter.meanProducts();
      const covariance = scatter.covariance();
      scatter.mean().forEach((found, i) => expect(found).toBeCloseTo(mean[i] as number, 8));
      const away: string[] = [];
      const near = (found: number | undefined, wanted: number): boolean =>
        Math.abs((found ?? NaN) - wanted) < 0.5e-7;
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) {
          const [a, b] = [mean[i] as number, mean[j] as number];
          const product = meanOf((vector) => (vector[i] as number) * (vector[j] as number));
          const apart = meanOf((vector) => ((vector[i] as number) - a) * ((vector[j] as number) - b));
          const at = i * width + j;
          if (!near(products[at], product)) away.push(`product ${i} ${j}`);
          if (!near(covariance[at], apart)) away.push(`covariance ${i} ${j}`);
        }
      }
      expect(away).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
