/** How often what was expected came, the first that did not, and pass^k. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpectationResult } from '../../src/core/log/judged.ts';
import type { CallRecord } from '../../src/core/log/record.ts';
import type { PlanExpectation } from '../../src/core/plan/expectation.ts';
import { ExpectationTally, type ExpectationSummary } from '../../src/report/expectation_summary.ts';
import { passPowers } from '../../src/report/pass_power.ts';

const planned = [
  {
    text: 'says yes',
    condition: { is: 'says', pattern: { source: 'yes', flags: '' } },
    caller: 'buyer',
    step: 1,
    place: 3,
  },
  { text: 'reaches it', condition: { is: 'hangup' }, caller: 'buyer', goal: true },
] as const;

const result = (
  expectation: number,
  met: boolean,
  more: Partial<ExpectationResult> = {},
): ExpectationResult => ({
  expectation,
  turn: null,
  met,
  atMs: null,
  ...more,
});

function summariesOf(
  expectations: readonly PlanExpectation[],
  calls: readonly Pick<CallRecord, 'call' | 'expectations'>[],
): readonly ExpectationSummary[] {
  const tally = new ExpectationTally(expectations);
  for (const one of calls) tally.call(one);
  return tally.summaries();
}

describe('summaries', () => {
  it('count what came, what did not and what nobody knew, and keep the first that did not', () => {
    const [says, goal] = summariesOf(planned, [
      { call: 3, expectations: [result(0, true), result(1, true)] },
      { call: 4, expectations: [result(0, false, { turn: 2, detail: 'heard: no' }), result(1, true)] },
      { call: 5, expectations: [result(0, false, { unknown: true, detail: 'no data' }), result(1, false)] },
      { call: 6 },
    ]);
    expect(says).toMatchObject({
      text: 'says yes',
      kind: 'says',
      caller: 'buyer',
      place: 3,
      goal: false,
      met: 1,
      of: 3,
      unknown: 1,
      example: { call: 4, turn: 2, detail: 'heard: no' },
    });
    expect(says).not.toHaveProperty('passPowers');
    expect(says?.ci?.[0]).toBeGreaterThan(0);
    expect(goal).toMatchObject({ goal: true, met: 2, of: 3, passPowers: [2 / 3, 1 / 3, 0] });
  });

  it('tell those that nobody knew from those that were not met, and have no words where none were told', () => {
    const [says] = summariesOf(planned, [
      { call: 3, expectations: [result(0, false)] },
      { call: 4, expectations: [result(0, false, { unknown: true, detail: 'no data' })] },
      { call: 5, expectations: [result(0, false, { detail: 'heard: no' })] },
    ]);
    expect(says).toMatchObject({ met: 0, of: 3, unknown: 1, example: { call: 3, turn: null, detail: '' } });
  });

  it('cut a text of any length, and what is told of it', () => {
    const long = 'x'.repeat(2000);
    const [summary] = summariesOf(
      [{ ...planned[0], text: long }],
      [{ call: 1, expectations: [result(0, false, { detail: long })] }],
    );
    for (const text of [summary?.text, summary?.example?.detail]) expect(text).toMatch(/^x{500}(?!x)/);
  });

  it('are of nothing where no call came to it, and leave out what the header does not know', () => {
    const [says] = summariesOf(planned, [{ call: 1, expectations: [result(7, true)] }]);
    expect(says).toMatchObject({ met: 0, of: 0, ci: null, example: null });
  });
});

describe('pass^k', () => {
  it('is C(c, k) ÷ C(n, k)', () => {
    const choose = (n: number, k: number): number =>
      k > n ? 0 : Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (a, b) => {
        const [c, n] = a < b ? [a, b] : [b, a];
        const powers = passPowers(c, n);
        expect(powers).toHaveLength(Math.min(8, n));
        for (const [index, power] of powers.entries())
          expect(power).toBeCloseTo(choose(c, index + 1) / choose(n, index + 1), 10);
      }),
    );
  });

  it('is 1 of those who always do, and falls fast for others', () => {
    expect(passPowers(5, 5)).toEqual([1, 1, 1, 1, 1]);
    expect(passPowers(0, 2)).toEqual([0, 0]);
    expect(passPowers(90, 100)[7]).toBeCloseTo(0.4166, 3);
  });
});
