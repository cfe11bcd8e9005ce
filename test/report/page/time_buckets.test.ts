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
  });
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
