import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthScore, statusOf, type Condition } from '../../../src/report/quality/health.ts';
import { judgement } from '../log_builder.ts';

const limits = judgement.monitor;
const well: Condition = { latencyMs: 400, errors: 0, audioRatio: 1, playbackRatio: 1 };
const score = (condition: Partial<Condition>, more: Partial<typeof limits> = {}) =>
  healthScore({ ...well, ...condition }, { ...limits, ...more });

describe('the health score', () => {
  it.each([
    [{}, 100],
    [{ latencyMs: 800 }, 100],
    // Half of the way to twice the limit: half of 20 points.
    [{ latencyMs: 1200 }, 90],
    [{ latencyMs: 5000 }, 80],
    [{ errors: 0.2 }, 100],
    [{ errors: 0.3 }, 85],
    // All 30, and of the 70 that are left (1 − 0.7) ÷ (1 − 0.4).
    [{ errors: 0.7 }, 35],
    [{ errors: 1 }, 0],
    // 1 − 0.4 ÷ 0.8 of 20.
    [{ audioRatio: 0.4 }, 90],
    [{ audioRatio: 0 }, 80],
    [{ playbackRatio: 0.4 }, 90],
    [{ playbackRatio: 0.8 }, 100],
    [{ latencyMs: 1200, errors: 0.3, audioRatio: 0.4, playbackRatio: 0.4 }, 55],
    [{ latencyMs: null, errors: null, audioRatio: null, playbackRatio: 0.4 }, 90],
    [{ latencyMs: null, errors: null, audioRatio: null, playbackRatio: null }, null],
  ] as const)('of %j is %s', (condition, expected) => {
    expect(score(condition)).toBe(expected);
  });

  it('goes by limits and points of playback’s own, where it has them', () => {
    expect(score({ playbackRatio: 0.4 }, { goodPlaybackRatio: 0.4 })).toBe(100);
    expect(score({ playbackRatio: 0 }, { weights: { ...limits.weights, playback: 50 } })).toBe(50);
    expect(score({ audioRatio: 0 }, { weights: { ...limits.weights, playback: 50 } })).toBe(80);
  });

  it('never rises as something grows worse', () => {
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const latencyMs = fc.double({ min: 0, max: 5000, noNaN: true });
    const condition = fc.record({ latencyMs, errors: ratio, audioRatio: ratio, playbackRatio: ratio });
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        const better = {
          latencyMs: Math.min(a.latencyMs, b.latencyMs),
          errors: Math.min(a.errors, b.errors),
          audioRatio: Math.max(a.audioRatio, b.audioRatio),
          playbackRatio: Math.max(a.playbackRatio, b.playbackRatio),
        };
        const high = healthScore(better, limits) ?? -1;
        for (const one of [a, b]) {
          const low = healthScore(one, limits) ?? 101;
          expect(low).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('the status', () => {
  it('is by the score and the alerts, but for those that are not the agent’s', () => {
    expect(statusOf(null, [])).toBe('no data');
    expect([39, 40, 69, 70].map((one) => statusOf(one, []))).toEqual([
      'unhealthy',
      'degraded',
      'degraded',
      'healthy',
    ]);
    expect(statusOf(100, [{ category: 'cost' }, { category: 'audio' }])).toBe('healthy');
    for (const category of ['latency', 'errors', 'playback'] as const)
      expect(statusOf(100, [{ category }])).toBe('degraded');
  });
});
