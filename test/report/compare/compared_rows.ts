/** Rows of a comparison as they would have been worked out, for tests of how they are told. */

import type { ComparedRow, ComparedWith, Comparison } from '../../../src/report/compare/comparison.ts';
import { madeRun } from './compared_runs.ts';

export const side = { value: 800, interval: [700, 900] as const, cases: 40, calls: 20 };

export const row = (fields: Partial<ComparedRow> = {}): ComparedRow => ({
  metric: 'response_latency',
  stat: 'p50',
  unit: 'ms',
  caller: null,
  better: 'lower',
  before: side,
  after: side,
  difference: 100,
  beyond: null,
  interval: [50, 150],
  leavesOutZero: true,
  relative: 0.125,
  p: 0.001,
  verdict: 'worse',
  why: null,
  callsToTell: null,
  tolerance: null,
  regression: true,
  ...fields,
});

const { identity } = madeRun({ seed: 1, calls: 1 });

/** Of one run with these rows, or of more. */
export function comparisonOf(
  rows: readonly ComparedRow[],
  ...more: readonly Partial<ComparedWith>[]
): Comparison {
  const pairing = { kind: 'paired', pairs: 1, leftOver: [0, 0] } as const;
  return {
    type: 'comparison',
    version: 1,
    before: identity,
    after: [{ rows }, ...more].map((one) => ({ run: identity, pairing, warnings: [], rows: [], ...one })),
    tests: rows.filter(({ p }) => p !== null).length,
    familyError: 0.05,
    resamples: 2000,
    deals: 2000,
    seed: 42,
  };
}
