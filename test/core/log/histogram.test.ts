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

  it('has the mean of what was added, exactly, and of all parts once merged', () => {
    const histogram = filled([1, 2, 6]);
    expect([histogram.mean(), histogram.sum]).toEqual([3, 9]);
    histogram.merge(filled([11]).encode());
    expect([histogram.mean(), histogram.sum, histogram.count]).toEqual([5, 20, 4]);
    // What is below zero counts as zero in the sum as well.
    expect(filled([-5, 4]).mean()).toBe(2);
  });

  it('is encoded with what was seen of it, ascending, and an empty one with zeros', () => {
    expect(new Histogram().encode()).toEqual({ count: 0, min: 0, max: 0, sum: 0, buckets: [] });
    const { buckets, ...rest } = filled([50, 0.5, 50]).encode();
    expect(rest).toEqual({ count: 3, min: 0.5, max: 50, sum: 100.5 });
    expect(buckets.filter((_, i) => i % 2 === 1)).toEqual([1, 2]);
    expect(buckets[0]).toBeLessThan(buckets[2] as number);
  });

  it('is not changed by an empty one', () => {
    const histogram = filled([3]);
    histogram.merge(new Histogram().encode());
    expect(histogram.encode()).toEqual(filled([3]).encode());
    const empty = new Histogram();
    empty.merge(histogram.encode());
    expect(empty.encode()).toEqual(histogram.encode());
  });

  it('holds all up to a microsecond in one bucket, and each octave above it in 64 equal ones', () => {
    const bucketsOf = (...values: readonly number[]): number => filled(values).encode().buckets.length / 2;
    expect(bucketsOf(0, 0.0002, 0.001)).toBe(1);
    expect(bucketsOf(0.001, 0.0011)).toBe(2);
    const octave = Array.from({ length: 640 }, (_, i) => 0.001 * 1024 * (1 + (i + 0.5) / 640));
    expect(bucketsOf(...octave)).toBe(64);
    expect(bucketsOf(...octave, 0.001 * 1024 * 2.001)).toBe(65);
    expect(
      filled(octave)
        .encode()
        .buckets.filter((_, i) => i % 2 === 1),
    ).toEqual(Array.from({ length: 64 }, () => 10));
  });

  it('is read at the upper bound of a bucket, within what was seen', () => {
    // Of 1.024 ms to 2.048 in 64 steps of 0.016: the first ends at 1.04.
    expect(filled([1.03, 1.03, 1.2]).percentile(50)).toBeCloseTo(1.04, 9);
    expect(filled([1.03]).percentile(50)).toBe(1.03);
    expect(filled([0.0004, 0.0004, 5]).percentile(50)).toBe(0.001);
    // The smallest of what was seen is all that rank 0 can mean.
    expect(filled([1, 2, 3]).percentile(0)).toBeCloseTo(1, 1);
  });

  it('grows with its values, and keeps what it had', () => {
    const histogram = filled([0.5, 1]);
    for (const value of [1e3, 1e6, 1e12]) histogram.add(value);
    const ranked = [1, 2, 3, 4, 5].map((rank) => histogram.atRank(rank) as number);
    for (const [i, value] of [0.5, 1, 1e3, 1e6, 1e12].entries()) {
      expect(Math.abs((ranked[i] as number) / value - 1)).toBeLessThan(1 / 64);
    }
    const merged = filled([0.5]);
    merged.merge(histogram.encode());
    expect(merged.atRank(6)).toBe(1e12);
  });

  it('has no percentile when empty, and counts what is below zero as zero', () => {
    expect(new Histogram().percentile(99)).toBeNull();
    expect(new Histogram().mean()).toBeNull();
    expect(filled([-5]).max).toBe(0);
  });
});
