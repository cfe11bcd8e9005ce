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

  it('is within up to its very ends, and not beyond them', () => {
    const within = (costUsd: number) => estimateSummary(expected, { ...run, costUsd }).within;
    expect([1.8, 2.2, 1.79, 2.21].map(within)).toEqual([true, true, false, false]);
  });

  it('is kept as it was told, with what it is compared to', () => {
    expect(estimateSummary(expected, { calls: 25, durationMs: 30_000, costUsd: 1, whole: true })).toEqual({
      by: 'rehearsal',
      sampledCalls: 12,
      calls: { estimated: 20, measured: 25, differs: 0.25 },
      durationMs: { estimated: 60_000, measured: 30_000, differs: -0.5 },
      costUsd: { estimated: 2, measured: 1, differs: -0.5 },
      costBetweenUsd: [1.8, 2.2],
      within: false,
    });
  });

  it('differs by no share from nothing, and from what nobody knows', () => {
    const none = estimateSummary(
      { ...expected, costUsd: 0, calls: 0 },
      { ...run, calls: 3, durationMs: null, costUsd: 0.5 },
    );
    expect(none).toMatchObject({
      calls: { estimated: 0, measured: 3, differs: null },
      durationMs: { estimated: 60_000, measured: null, differs: null },
      costUsd: { estimated: 0, measured: 0.5, differs: null },
    });
    expect(estimateParts(none, 'done')).toEqual([
      'estimated $0.00 ($1.80 to $2.20)',
      'measured $0.500: outside',
      '3 calls, estimated 0 calls',
      '1m estimated',
      'by 12 rehearsed calls',
    ]);
  });

  it('has no bounds where nobody can say them, and is neither within nor outside then', () => {
    const unbounded = estimateSummary({ ...expected, costBetweenUsd: null }, run);
    expect(unbounded.within).toBeNull();
    expect(estimateParts(unbounded, 'done').slice(0, 2)).toEqual([
      'estimated $2.00',
      'measured $2.10, 5% more',
    ]);
  });

  it('rounds what it tells: a difference that is not to be seen is none, and no run takes no time', () => {
    const said = (fields: Partial<typeof run>, estimate = {}) =>
      estimateParts(estimateSummary({ ...expected, ...estimate }, { ...run, ...fields }), 'done');
    // 0.04% and 0.06%, and the same the other way.
    expect(said({ costUsd: 2.0008 })[1]).toBe('measured $2.00, the same: within');
    expect(said({ costUsd: 1.9992 })[1]).toBe('measured $2.00, the same: within');
    expect(said({ costUsd: 1.9988 })[1]).toBe('measured $2.00, 0.1% less: within');
    expect(said({ durationMs: 60_400 })[3]).toBe('1m as estimated');
    expect(said({ durationMs: 54_000 })[3]).toBe('54s, estimated 1m (10% less)');
    expect(said({ durationMs: 300 }, { durationMs: 400 })[3]).toBe('1s as estimated');
    // 0.2% of 600 s.
    expect(said({ durationMs: 601_200 }, { durationMs: 600_000 })[3]).toBe('10m1s, estimated 10m');
    expect(said({ calls: 20 }, { calls: 20.4 })[2]).toBe('20 calls as estimated');
    expect(said({ calls: 1 }, { calls: 2 })[2]).toBe('1 call, estimated 2 calls (50% less)');
    expect(said({}, { sampledCalls: 1 })[4]).toBe('by 1 rehearsed call');
  });
});
