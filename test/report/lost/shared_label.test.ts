/** What calls are called by: small runs, with chances that are reckoned by hand. */

import { describe, expect, it } from 'vitest';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { sharedClosings, sharedFaults, sharedPeople } from '../../../src/report/lost/shared_label.ts';

function lived(call: number, fields: Partial<LivedCall> = {}): LivedCall {
  return {
    call,
    fate: 'lived',
    caller: null,
    voice: null,
    worker: null,
    closing: null,
    dialedMs: 0,
    endedMs: 1000,
    ageMs: 1000,
    timedOut: false,
    faults: [],
    steps: [],
    ...fields,
  };
}

const lost = (call: number, fields: Partial<LivedCall> = {}): LivedCall =>
  lived(call, { fate: 'lost', ...fields });

/** Of six calls three are of one and three of another; two are lost, both of one. */
const six = (one: Partial<LivedCall>, other: Partial<LivedCall>): readonly LivedCall[] => [
  lost(0, one),
  lived(1, other),
  lost(2, one),
  lived(3, other),
  lived(4, other),
  lived(5, one),
];

describe('what people share', () => {
  it('is counted of the lost and of the others, with the chance of a draw by that of any value there is', () => {
    const found = sharedPeople(six({ caller: 'buyer' }, { caller: 'refund' }));
    expect(found).toEqual([
      {
        trait: 'caller',
        value: 'buyer',
        count: 2,
        of: 2,
        others: { count: 1, of: 4 },
        // Both of two that are drawn from six are among three: (3 · 2) ÷ (6 · 5), by two kinds.
        chance: expect.closeTo(0.4, 12),
        text: '2 of 2 lost calls are of the caller “buyer” (of the others 1 of 4, 25%)',
        calls: [0, 2],
      },
      {
        trait: 'caller',
        value: 'refund',
        count: 0,
        of: 2,
        others: { count: 3, of: 4 },
        chance: 1,
        text: '0 of 2 lost calls are of the caller “refund” (of the others 3 of 4, 75%)',
        calls: [],
      },
    ]);
  });

  it('is told by worker, caller and voice, in this order', () => {
    const found = sharedPeople([lost(0, { worker: 3, caller: 'buyer', voice: 'slt' })]);
    expect(found.map(({ trait, value, text }) => [trait, value, text])).toEqual([
      [
        'worker',
        '3',
        '1 of 1 lost calls were made by worker 3: look at this side first (of the others none)',
      ],
      ['caller', 'buyer', '1 of 1 lost calls are of the caller “buyer” (of the others none)'],
      ['voice', 'slt', '1 of 1 lost calls speak with the voice “slt” (of the others none)'],
    ]);
  });

  it('is nothing of a call of which nobody knows, or that the harness cut', () => {
    const found = sharedPeople([
      lost(0, { caller: 'buyer' }),
      lost(1),
      lived(2),
      lived(3, { caller: 'buyer', fate: 'cut' }),
      lived(4, { caller: 'refund' }),
    ]);
    expect(found).toMatchObject([
      { value: 'buyer', count: 1, of: 1, others: { count: 0, of: 1 }, calls: [0] },
      { value: 'refund', count: 0, of: 1, others: { count: 1, of: 1 } },
    ]);
  });
});

it('faults: a call may have had several, and one that had none is one of the others', () => {
  const found = sharedFaults([
    lost(0, { faults: ['stall', 'noise'] }),
    lost(1, { faults: ['stall'] }),
    lived(2, { faults: ['noise'] }),
    lived(3),
  ]);
  expect(found).toMatchObject([
    {
      trait: 'fault',
      value: 'stall',
      count: 2,
      of: 2,
      others: { count: 0, of: 2 },
      // Both of two that are drawn from four: 1 ÷ 6, by two faults.
      chance: expect.closeTo(1 / 3, 12),
      text: '2 of 2 lost calls had been struck by “stall” (of the others none)',
      calls: [0, 1],
    },
    {
      value: 'noise',
      count: 1,
      of: 2,
      others: { count: 1, of: 2 },
      text: '1 of 2 lost calls had been struck by “noise” (of the others 1 of 2, 50%)',
      calls: [0],
    },
  ]);
});

it('closings: what was not closed shares nothing, and counts among all', () => {
  const found = sharedClosings([
    lost(0, { closing: '1011 overloaded' }),
    lost(1),
    lived(2, { closing: '1000' }),
    lived(3),
  ]);
  expect(found).toMatchObject([
    {
      trait: 'closing',
      value: '1011 overloaded',
      count: 1,
      of: 2,
      others: { count: 0, of: 2 },
      // One of the two that are drawn from four is that one: 1 ÷ 2, by three ways to end, is more than certain.
      chance: 1,
      text: '1 of 2 lost calls ended the same way, “1011 overloaded” (of the others none)',
      calls: [0],
    },
    { value: '1000', count: 0, of: 2, others: { count: 1, of: 2 } },
  ]);
});
