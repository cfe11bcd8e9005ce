import { describe, expect, it } from 'vitest';
import { NamedCounts, TimeBuckets } from '../../../src/report/page/time_buckets.ts';

describe('buckets', () => {
  it('are of a round length, and no more than a chart can show, however long the run', () => {
    for (const durationMs of [1, 999, 60_000, 3_600_000, 86_400_000, 30 * 86_400_000]) {
      const buckets = new TimeBuckets(durationMs);
      expect(buckets.length).toBeLessThanOrEqual(241);
      expect(buckets.length * buckets.bucketMs).toBeGreaterThan(durationMs);
    }
    expect(new TimeBuckets(60_000).bucketMs).toBe(500);
  });

  it.each([
    // No more than 240, and of lengths that people count in.
    [24_000, Infinity, 100, 241],
    [24_001, Infinity, 200, 121],
    [60_000, Infinity, 500, 121],
    [3_600_000, Infinity, 15_000, 241],
    [72_000_000, Infinity, 300_000, 241],
    // Beyond 20 hours whole tens of minutes.
    [72_000_001, Infinity, 600_000, 121],
    [864_000_000, Infinity, 3_600_000, 241],
    // Eight values to each, but never fewer than two dozen buckets, nor more than a chart can show.
    [60_000, 320, 2000, 31],
    [60_000, 0, 5000, 13],
    [60_000, 1e9, 500, 121],
    [0, 5, 100, 1],
  ])(
    'of a run of %s ms with %s values are of %s ms each: %s of them',
    (durationMs, values, bucketMs, length) => {
      expect(new TimeBuckets(durationMs, values)).toMatchObject({ bucketMs, length });
    },
  );

  it('begin where the one before ends', () => {
    const buckets = new TimeBuckets(1000);
    expect([0, 99.9, 100, 199, 999, 1000].map((atMs) => buckets.indexOf(atMs))).toEqual([0, 0, 1, 1, 9, 10]);
    expect(buckets.zeros()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('take what lies outside into the nearest', () => {
    const buckets = new TimeBuckets(1000);
    expect(buckets.indexOf(-5)).toBe(0);
    expect(buckets.indexOf(5000)).toBe(buckets.length - 1);
  });

  it('know the most at once, of those too that go on from the bucket before', () => {
    const buckets = new TimeBuckets(400);
    expect(buckets.bucketMs).toBe(100);
    // One over the whole time, two that follow each other at one instant, one that comes and goes within a bucket.
    const most = buckets.mostAtOnce([0, 50, 150, 210], [400, 150, 180, 220]);
    expect(most).toEqual([2, 2, 2, 1, 1]);
    // Nobody yet, then three at once for an instant, then nobody again.
    expect(buckets.mostAtOnce([100, 110, 120], [130, 140, 199])).toEqual([0, 3, 0, 0, 0]);
    // In no order; who leaves in the middle of a bucket was there at its beginning.
    expect(buckets.mostAtOnce([260, 0], [350, 150])).toEqual([1, 1, 1, 1, 0]);
    expect(buckets.mostAtOnce([], [])).toEqual([0, 0, 0, 0, 0]);
  });
});

it('of counts by name the commonest come first, and of as many the earlier in the alphabet', () => {
  const counts = new NamedCounts(new TimeBuckets(200));
  for (const [name, atMs] of [
    ['b', 0],
    ['a', 150],
    ['c', 0],
    ['c', 50],
    ['c', 200],
  ] as const)
    counts.add(name, atMs);
  expect(counts.list()).toEqual([
    { name: 'c', counts: [2, 0, 1] },
    { name: 'a', counts: [0, 1, 0] },
    { name: 'b', counts: [1, 0, 0] },
  ]);
});

it('a dozen names have no others, and others are summed up bucket by bucket', () => {
  const counts = new NamedCounts(new TimeBuckets(100));
  for (let name = 0; name < 12; name++) counts.add(`code ${name}`, 10);
  expect(counts.list()).toHaveLength(12);
  for (const name of ['x', 'y', 'y']) counts.add(`z ${name}`, 100);
  // The one with two is among the dozen, and pushes one with one out.
  const list = counts.list();
  expect(list[0]).toEqual({ name: 'z y', counts: [0, 2] });
  expect(list.at(-1)).toEqual({ name: 'others', counts: [1, 1] });
});

it('names beyond the dozen commonest are one', () => {
  const buckets = new TimeBuckets(1000);
  const counts = new NamedCounts(buckets);
  for (let name = 0; name < 20; name++) for (let n = 0; n <= name; n++) counts.add(`code ${name}`, 10);
  const list = counts.list();
  expect(list).toHaveLength(13);
  expect(list[0]).toMatchObject({ name: 'code 19' });
  expect(list.at(-1)?.name).toBe('others');
  expect(list.at(-1)?.counts[0]).toBe(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8);
});
