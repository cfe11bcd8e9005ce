import { describe, expect, it } from 'vitest';
import { companions, sentinelCount } from '../../src/calibrate/sentinel_schedule.ts';

describe('how many sentinels a run has', () => {
  it.each([
    [0, null, 0],
    [49, null, 0],
    [50, null, 1],
    [999, null, 19],
    [5000, null, 20],
    [1, true, 2],
    [200, true, 4],
    [5000, true, 20],
    [0, true, 0],
    [5000, false, 0],
  ])('of %i calls, asked %s: %i', (calls, asked, count) => {
    expect(sentinelCount(calls, asked)).toBe(count);
  });
});

describe('which calls they begin with', () => {
  it('takes one of each equal stretch of the run, by the seed', () => {
    const taken = companions(20, 1000, 7);
    taken.forEach((call, sentinel) => {
      expect(Math.floor(call / 50)).toBe(sentinel);
    });
    expect(companions(20, 1000, 7)).toEqual(taken);
    expect(companions(20, 1000, 8)).not.toEqual(taken);
    // Not all at the same place of their stretch.
    expect(new Set(taken.map((call) => call % 50)).size).toBeGreaterThan(5);
  });

  it('may begin several with one call, where there are fewer calls than sentinels', () => {
    expect(companions(2, 1, 7)).toEqual([0, 0]);
  });
});
