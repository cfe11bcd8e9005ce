import { describe, expect, it } from 'vitest';
import { Pace } from '../../../src/run/live/pace.ts';

/** How often it is done in so many ms, looked at every ms, when each takes so long. */
function timesIn(lengthMs: number, tookMs: number): number {
  const pace = new Pace(1000, 0.1);
  let times = 0;
  for (let nowMs = 0; nowMs < lengthMs; nowMs++) {
    if (!pace.due(nowMs)) continue;
    times++;
    pace.done(nowMs, nowMs + tookMs);
    nowMs += tookMs;
  }
  return times;
}

describe('the pace of what takes time', () => {
  it('is due at once, and then not for a second', () => {
    const pace = new Pace(1000, 0.1);
    expect(pace.due(0)).toBe(true);
    pace.done(0, 5);
    expect([pace.due(999), pace.due(1000)]).toEqual([false, true]);
  });

  it.each([1, 50, 100, 400, 5000])(
    'takes no more than a tenth of the time where each takes %i ms',
    (tookMs) => {
      const lengthMs = 600_000;
      const times = timesIn(lengthMs, tookMs);
      expect(times * tookMs).toBeLessThanOrEqual(0.1 * lengthMs + tookMs);
      expect(times).toBeLessThanOrEqual(lengthMs / 1000);
      // Nor is it put off for longer than that.
      expect(times).toBeGreaterThanOrEqual(Math.floor(lengthMs / Math.max(1001, 10 * tookMs + 1)));
    },
  );
});
