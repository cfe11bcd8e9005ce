import { describe, expect, it } from 'vitest';
import type { EstimateRecord } from '../../src/core/log/estimate_record.ts';
import { shareEstimate } from '../../src/forecast/share_estimate.ts';

const whole: EstimateRecord = {
  by: 'rehearsal',
  sampledCalls: 12,
  calls: 10,
  durationMs: 60_000,
  costUsd: 5,
  costBetweenUsd: [4.5, 5.5],
};
const open = {
  load: { mode: 'open', startsMs: Array.from({ length: 10 }, (_, i) => i), maxConcurrency: 4 },
} as const;

describe('the estimate of a share', () => {
  it('is its part of the calls and of the cost, in the same time', () => {
    const parts = [0, 1, 2, 3].map((share) => shareEstimate(whole, open, { of: 4, share }));
    expect(parts.map(({ calls }) => calls)).toEqual([3, 3, 2, 2]);
    expect(parts.map(({ costUsd }) => costUsd)).toEqual([1.5, 1.5, 1, 1]);
    expect(parts.map(({ durationMs }) => durationMs)).toEqual([60_000, 60_000, 60_000, 60_000]);
    expect(parts.map(({ costBetweenUsd }) => costBetweenUsd)).toEqual([null, null, null, null]);
  });

  it('is an equal part of a load whose number of calls nobody knows, and none of what is not priced', () => {
    const closed = { load: { mode: 'closed', concurrency: 4, holdMs: 60_000, rampMs: 0 } } as const;
    expect(shareEstimate({ ...whole, costUsd: null }, closed, { of: 4, share: 3 })).toMatchObject({
      calls: 2.5,
      costUsd: null,
    });
  });

  it('is the whole one where the run makes all of the plan', () => {
    expect(shareEstimate(whole, open, undefined)).toBe(whole);
    expect(shareEstimate(whole, open, { of: 1, share: 0 })).toBe(whole);
  });
});
