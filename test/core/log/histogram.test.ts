import * as fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/core/log/histogram.ts';

const filled = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};
const durations = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });
const nearestRank = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil((p / 100) * values.length) - 1)] as number;

describe('Histogram', () => {
  it('is within one bucket, 1.6%, of the true nearest rank', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(1, 50, 90, 95, 99, 100), (values, p) => {
        const truth = nearestRank(values, p);
        const read = filled(values).percentile(p) as number;
        expect(read).toBeGreaterThanOrEqual(truth * 0.9999);
        expect(read).toBeLessThanOrEqual(Math.max(0.001, truth * (1 + 1 / 64) + 1e-9));
      }),
    );
  });

  it('does not lose a rank to the last bit', () => {
    const read = filled([...Array.from({ length: 999 }, () => 1), 1000]).percentile(99.9) as number;
    expect(read).toBeLessThan(1.02);
  });

  it('agrees with HdrHistogram', () => {
    const values = Array.from({ length: 5000 }, (_, i) => 1 + ((i * 7919) % 4000));
    const oracle = build({ highestTrackableValue: 10_000, numberOfSignificantValueDigits: 3 });
    for (const value of values) oracle.recordValue(value);
    const ours = filled(values);
    for (const p of [50, 90, 99]) {
      expect(Math.abs((ours.percentile(p) as number) / oracle.getValueAtPercentile(p) - 1)).toBeLessThan(
        0.02,
      );
    }
  });

  it('merges: the parts, encoded, give what the whole gives', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const merged = Histogram.decode(JSON.parse(JSON.stringify(filled(a).encode())));
        merged.merge(filled(b).encode());
        const whole = filled([...a, ...b]);
        expect(merged.encode().buckets).toEqual(whole.encode().buckets);
        expect(merged.percentile(95)).toBe(whole.percentile(95));
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
      }),
    );
  });

  it('has a value at every rank there is, and none beyond', () => {
    const histogram = filled([3, 1, 2]);
    const ranked = [1, 2, 3].map((rank) => histogram.atRank(rank) as number);
    expect(ranked.map((value) => Math.round(value))).toEqual([1, 2, 3]);
    expect(histogram.atRank(4)).toBeNull();
    expect(new Histogram().atRank(1)).toBeNull();
  });

  it('has no percentile when empty, and counts what is below zero as zero', () => {
    expect(new Histogram().percentile(99)).toBeNull();
    expect(new Histogram().mean()).toBeNull();
    expect(filled([-5]).max).toBe(0);
  });
});
