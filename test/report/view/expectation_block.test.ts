/** What was expected, for people: what failed with its first case, and how reliable those are who do not always reach their goal. */

import { describe, expect, it } from 'vitest';
import type { ExpectationSummary } from '../../../src/report/expectation_summary.ts';
import {
  exampleText,
  expectationExtent,
  expectationName,
  goalText,
} from '../../../src/report/view/expectation_block.ts';
import { passPowers } from '../../../src/report/pass_power.ts';

const one = (fields: Partial<ExpectationSummary>): ExpectationSummary => ({
  text: 'tool refund',
  kind: 'tool',
  caller: 'buyer',
  place: null,
  goal: true,
  met: 0,
  of: 0,
  unknown: 0,
  ci: null,
  example: null,
  ...fields,
});

describe('a goal', () => {
  it('that is always reached is reached in a row', () => {
    expect(goalText(one({ met: 9, of: 9, passPowers: passPowers(9, 9) }))).toBe(
      'buyer reached the goal in 9 of 9 calls',
    );
  });

  it('that is not says how often several calls in a row would', () => {
    expect(goalText(one({ met: 8, of: 10, passPowers: passPowers(8, 10) }))).toBe(
      'buyer reached the goal in 8 of 10 calls · pass^k: 2 in a row 62.2%, 4 in a row 33.3%, 8 in a row 2.2%',
    );
    expect(goalText(one({ met: 0, of: 1, passPowers: passPowers(0, 1) }))).toBe(
      'buyer reached the goal in 0 of 1 call',
    );
  });
});

describe('an expectation', () => {
  it('is called by whose it is, and where it is written', () => {
    expect(expectationName(one({ goal: false, caller: null }))).toBe('every call: tool refund');
    expect(expectationName(one({ goal: false, place: 4 }))).toBe('buyer, step 4: tool refund');
    expect(expectationName(one({}))).toBe('buyer: goal tool refund');
  });

  it('tells the first case in which it did not hold, and how often nobody could tell', () => {
    expect(exampleText(one({}))).toBe('');
    const example = { call: 3, turn: 2, detail: 'heard: no' };
    expect(exampleText(one({ example }))).toBe('call 3, turn 2: heard: no');
    expect(exampleText(one({ example: { ...example, turn: null }, unknown: 2 }))).toBe(
      'call 3: heard: no (no data in 2 cases)',
    );
    expect(exampleText(one({ example: { ...example, detail: '' } }))).toBe('call 3, turn 2');
  });

  it('that no call came to is counted apart', () => {
    expect(expectationExtent([one({ met: 2, of: 2 }), one({ met: 1, of: 3 }), one({})])).toBe(
      '1 of 2 expectations held every time (5 cases) · no call came to 1 more',
    );
  });
});
