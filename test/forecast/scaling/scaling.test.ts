import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import { peakOf, responseTimeAt, throughputAt, type Law } from '../../../src/forecast/scaling/law.ts';
import type { Link } from '../../../src/forecast/scaling/least_squares.ts';
import { scalingOf, type Scaling, type ScalingLevel } from '../../../src/forecast/scaling/scaling.ts';

function published(pairs: readonly (readonly [number, number])[]): readonly ScalingLevel[] {
  return pairs.map(([concurrency, value]) => ({ concurrency, value, standardError: null }));
}

// SPEC SDM 91 on a Sun SPARCcenter 2000, as the R package `usl` ships it.
const specsdm91 = published([
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775],
  [216, 1702.2],
]);

// B. Schwartz, Practical Scalability Analysis with the Universal Scalability Law, 2015: throughput on 1 … 32 nodes.
const nodes = published(
  [
    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71, 8646.7,
    9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806,
    12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39,
  ].map((value, at) => [at + 1, value] as const),
);

const PLACES = [2, 4, 8, 16, 32, 48, 64, 96];

function planted(
  of: Link,
  law: Law,
  seed: number,
  places: readonly number[] = PLACES,
): readonly ScalingLevel[] {
  const random = new Random('planted', seed);
  const at = of === 'throughput' ? throughputAt : responseTimeAt;
  return places.map((concurrency) => {
    const centre = at(law, concurrency);
    const standardError = 0.03 * centre;
    return { concurrency, value: centre + standardError * random.normal(), standardError };
  });
}

function holds(
  end: { readonly low: number | null; readonly high: number | null } | undefined,
  value: number,
): boolean {
  if (end === undefined) return false;
  return (end.low === null || end.low <= value) && (end.high === null || end.high >= value);
}

describe('the Universal Scalability Law', () => {
  it('is that of published fits, to the last digit printed', () => {
    const spec = scalingOf('throughput', specsdm91);
    expect(spec.law?.sigma.toFixed(7)).toBe('0.0277285');
    expect(spec.law?.kappa.toFixed(7)).toBe('0.0001044');
    expect(spec.law?.scale.toFixed(3)).toBe('89.995');
    const cluster = scalingOf('throughput', nodes);
    expect(cluster.law?.sigma.toFixed(7)).toBe('0.0267159');
    expect(cluster.law?.kappa.toFixed(6)).toBe('0.000769');
    expect(cluster.law?.scale.toFixed(3)).toBe('995.649');
    expect(Math.floor(cluster.peak?.value ?? 0)).toBe(35);
  });

  it('says of scatter that nobody knows that the fit was not tested, and takes its intervals from what is left over', () => {
    const { verdict, misfit, estimates, peak } = scalingOf('throughput', specsdm91);
    expect(verdict).toBe('untested');
    expect(misfit).toBeNull();
    // Published: 0.0277 ± 0.0091, κ 0.0001044 ± 0.0000199, four degrees of freedom; by the curvature alone ± 2.78 of these.
    expect(estimates?.sigma.low).toBeGreaterThan(0.0277 - 2.78 * 0.0091);
    expect(estimates?.sigma.low).toBeLessThan(0.0277 - 1.5 * 0.0091);
    expect(estimates?.kappa.high).toBeCloseTo(0.0001044 + 2.78 * 0.0000199, 5);
    expect(peak?.beyondMeasured).toBe(false);
  });

  it.each([
    ['throughput', { scale: 0.12, sigma: 0.01, kappa: 0.0002 }],
    ['throughput', { scale: 0.1, sigma: 0, kappa: 0.0001 }],
    ['throughput', { scale: 0.1, sigma: 0.05, kappa: 0 }],
    ['response_time', { scale: 420, sigma: 0.01, kappa: 0.0002 }],
  ] as const)('is found again in the %s of %o within its intervals, in 9 of 10', (of, law) => {
    const seeds = Array.from({ length: 10 }, (_, seed) => scalingOf(of, planted(of, law, seed)));
    const fitting = seeds.filter(({ verdict }) => verdict === 'fits');
    expect(fitting.length).toBeGreaterThanOrEqual(9);
    const covered = (test: (one: Scaling) => boolean): number => fitting.filter(test).length / fitting.length;
    expect(covered(({ estimates }) => holds(estimates?.scale, law.scale))).toBeGreaterThanOrEqual(0.9);
    expect(covered(({ estimates }) => holds(estimates?.sigma, law.sigma))).toBeGreaterThanOrEqual(0.88);
    expect(covered(({ estimates }) => holds(estimates?.kappa, law.kappa))).toBeGreaterThanOrEqual(0.88);
    const peaks = covered(({ peak }) => peak === null || holds(peak, peakOf(law)));
    expect(peaks).toBeGreaterThanOrEqual(0.88);
  });

  it('does not fit what falls off a cliff, and then gives no figure to plan by', () => {
    const levels = PLACES.map((concurrency) => {
      const value = concurrency <= 32 ? concurrency * 0.1 : 0.4;
      return { concurrency, value, standardError: value * 0.02 };
    });
    const scaling = scalingOf('throughput', levels);
    expect(scaling.verdict).toBe('poor');
    expect(scaling.misfit?.p).toBeLessThan(0.01);
    expect(scaling.law).not.toBeNull();
    expect(scaling.estimates).toBeNull();
    expect(scaling.peak).toBeNull();
    expect(scaling.band).toEqual([]);
    expect(scaling.retrograde).toMatchObject({ best: { concurrency: 32 }, worse: { value: 0.4 } });
  });

  it('wants four levels of different size', () => {
    const three = planted('throughput', { scale: 1, sigma: 0, kappa: 0 }, 1, [1, 2, 3]);
    expect(scalingOf('throughput', three).verdict).toBe('too_few');
    expect(scalingOf('throughput', [...three, ...three]).verdict).toBe('too_few');
    expect(scalingOf('throughput', []).measured).toBeNull();
  });

  it('knows no peak from levels below saturation, only from where on there may be one', () => {
    const { seen, peak, estimates } = scalingOf(
      'throughput',
      planted('throughput', { scale: 0.1, sigma: 0, kappa: 0.000001 }, 3),
    );
    expect(seen).toEqual({ sigma: false, kappa: false });
    expect(estimates?.sigma.low).toBe(0);
    expect(estimates?.sigma.high).toBeGreaterThan(0);
    expect(peak?.high).toBeNull();
    expect(peak?.low).toBeGreaterThan(20);
    expect(peak?.beyondMeasured).toBe(true);
  });

  it('draws its band over what was measured and no further', () => {
    const scaling = scalingOf(
      'throughput',
      planted('throughput', { scale: 0.1, sigma: 0.02, kappa: 0.0005 }, 1),
    );
    expect(scaling.band[0]?.concurrency).toBe(2);
    expect(scaling.band.at(-1)?.concurrency).toBe(96);
    for (const { value, low, high } of scaling.band) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  it('sees throughput that falls only where it falls by more than its scatter', () => {
    const level = (concurrency: number, value: number): ScalingLevel => ({
      concurrency,
      value,
      standardError: 0.1,
    });
    const noisy = [level(1, 1), level(2, 2), level(4, 3), level(8, 2.8)];
    expect(scalingOf('throughput', noisy).retrograde).toBeNull();
    expect(scalingOf('throughput', [...noisy, level(16, 2.4)]).retrograde?.worse.concurrency).toBe(16);
    expect(scalingOf('response_time', [...noisy, level(16, 2.4)]).retrograde).toBeNull();
  });

  it('is exact where the levels are, within its bounds whatever they are, and the same each time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 0.01, noNaN: true }),
        (scale, sigma, kappa) => {
          const law = { scale, sigma, kappa };
          const levels = PLACES.map((concurrency) => {
            const value = throughputAt(law, concurrency);
            return { concurrency, value, standardError: value * 0.05 };
          });
          const found = scalingOf('throughput', levels).law;
          expect(found?.scale).toBeCloseTo(scale, -Math.floor(Math.log10(scale)) + 3);
          expect(found?.sigma).toBeCloseTo(sigma, 4);
          expect(found?.kappa).toBeCloseTo(kappa, 5);
        },
      ),
      { numRuns: 4 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 4, maxLength: 8 }),
        (values) => {
          const levels = values.map((value, at) => ({ concurrency: at + 1, value, standardError: 3 }));
          const once = scalingOf('throughput', levels);
          expect(once).toEqual(scalingOf('throughput', [...levels].reverse()));
          for (const end of [once.estimates?.sigma, once.estimates?.kappa]) {
            expect(end?.low).toBeGreaterThanOrEqual(0);
            expect(end?.value).toBeGreaterThanOrEqual(end?.low ?? NaN);
            expect(end?.high ?? Infinity).toBeGreaterThanOrEqual(end?.value ?? NaN);
          }
          expect(once.estimates?.sigma.high).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 4 },
    );
  });
});
