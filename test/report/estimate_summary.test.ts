import { describe, expect, it } from 'vitest';
import { estimateParts, estimateSummary } from '../../src/report/estimate_summary.ts';

const expected = {
  by: 'rehearsal',
  sampledCalls: 12,
  calls: 20,
  durationMs: 60_000,
  costUsd: 2,
  costBetweenUsd: [1.8, 2.2],
} as const;
const run = { calls: 20, durationMs: 66_000, costUsd: 2.1, whole: true };

describe('an estimate beside what was measured', () => {
  it('says by what the run differed, and whether that was to be expected', () => {
    const estimate = estimateSummary(expected, run);
    expect(estimate).toMatchObject({ within: true, costUsd: { estimated: 2, measured: 2.1 } });
    expect(estimate.costUsd?.differs).toBeCloseTo(0.05, 9);
    expect(estimateParts(estimate, 'done')).toEqual([
      'estimated $2.00 ($1.80 to $2.20)',
      'measured $2.10, 5% more: within',
      '20 calls as estimated',
      '1m6s, estimated 1m (10% more)',
      'by 12 rehearsed calls',
    ]);
  });

  it('calls the same only what is', () => {
    const said = (costUsd: number) =>
      estimateParts(estimateSummary(expected, { ...run, costUsd }), 'done')[1];
    expect(said(2.006)).toBe('measured $2.01, 0.3% more: within');
    expect(said(2)).toBe('measured $2.00, the same: within');
  });

  it('says that it was outside', () => {
    const estimate = estimateSummary(expected, { ...run, calls: 16, costUsd: 1.5 });
    expect(estimate.within).toBe(false);
    expect(estimateParts(estimate, 'done').slice(1, 3)).toEqual([
      'measured $1.50, 25% less: outside',
      '16 calls, estimated 20 calls (20% less)',
    ]);
  });

  it('judges no run that ended early, and none whose cost is not known', () => {
    const early = estimateSummary(expected, { ...run, costUsd: 0.5, whole: false });
    expect(early.within).toBeNull();
    expect(estimateParts(early, 'budget')).toEqual([
      'estimated $2.00 ($1.80 to $2.20)',
      'for the whole run, and it ended early',
      'by 12 rehearsed calls',
    ]);
    const unknown = estimateSummary(expected, { ...run, costUsd: null });
    expect(unknown.within).toBeNull();
    expect(estimateParts(unknown, 'done')[1]).toBe('measured in part: what it cost is not all known');
    const unpriced = { ...expected, by: 'scripts', costUsd: null, costBetweenUsd: null } as const;
    expect(estimateParts(estimateSummary(unpriced, run), 'done')).toEqual([
      '20 calls as estimated',
      '1m6s, estimated 1m (10% more)',
      'by the length of the scripts',
    ]);
  });
});
