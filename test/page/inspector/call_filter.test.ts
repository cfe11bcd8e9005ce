/** Filters of the list of calls: what they leave, and what they promise to leave. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  noFilter,
  passes,
  type CallFilter,
  type ListedCall,
} from '../../../src/page/inspector/call_filter.ts';

const anyCall: fc.Arbitrary<Omit<ListedCall, 'id'>> = fc.record({
  axisMs: fc.constant(0),
  words: fc.constantFrom('where is my order', 'friday', ''),
  facts: fc.record({
    caller: fc.constantFrom('buyer', 'angry', null),
    outcome: fc.constantFrom('completed', 'failed'),
    code: fc.constantFrom('no_answer', 'connection_lost', null),
    ofTurn: fc.boolean(),
    turns: fc.nat(5),
    slowestMs: fc.constantFrom(100, 900, null),
    met: fc.subarray([0, 1]),
    unmet: fc.subarray([2, 3]),
    faults: fc.subarray(['noise', 'disconnect']),
    startMs: fc.nat(1000),
    endMs: fc.integer({ min: 1000, max: 2000 }),
  }),
});
const anyCalls = fc
  .array(anyCall, { maxLength: 20 })
  .map((calls) => calls.map((call, index): ListedCall => ({ ...call, id: `${index}` })));
const anyFilter: fc.Arbitrary<CallFilter> = fc.record({
  caller: fc.constantFrom('', 'is:buyer', 'is:angry'),
  ended: fc.constantFrom('', 'completed', 'failed', 'trouble', 'code:no_answer'),
  expected: fc.constantFrom('', 'met', 'unmet', 'unmet:2'),
  fault: fc.constantFrom('', 'any', 'none', 'is:noise'),
  words: fc.constantFrom('', 'order', 'Where ORDER', '#3'),
  stretch: fc.constantFrom(null, { fromMs: 500, untilMs: 600 }),
});
const kinds = ['caller', 'ended', 'expected', 'fault'] as const;

const one: ListedCall = {
  id: '7',
  axisMs: 0,
  words: 'where is my order',
  facts: {
    caller: 'buyer',
    outcome: 'completed',
    code: 'no_answer',
    ofTurn: true,
    turns: 2,
    slowestMs: 400,
    met: [0],
    unmet: [],
    faults: ['noise'],
    startMs: 1000,
    endMs: 2000,
  },
};

describe('a filter', () => {
  it('leaves as many calls as its choice said it would', () => {
    fc.assert(
      fc.property(anyCalls, anyFilter, fc.constantFrom(...kinds), (calls, filter, by) => {
        for (const { value, count } of choicesOf(calls, filter, by, []))
          expect(calls.filter((call) => passes(call, { ...filter, [by]: value })).length).toBe(count);
      }),
    );
  });

  it('leaves what each part of it leaves', () => {
    fc.assert(
      fc.property(anyCalls, anyFilter, (calls, filter) => {
        for (const call of calls) {
          const alone = Object.entries(filter).every(([by, value]) =>
            passes(call, { ...noFilter, [by]: value }),
          );
          expect(passes(call, filter)).toBe(alone);
        }
      }),
    );
  });

  it('offers every caller and every code that there is', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const callers = choicesOf(calls, noFilter, 'caller', []).slice(1);
        const named = calls.filter(({ facts }) => facts.caller !== null).length;
        expect(callers.reduce((sum, { count }) => sum + count, 0)).toBe(named);
        expect(choicesOf(calls, noFilter, 'ended', [])[0]?.count).toBe(calls.length);
      }),
    );
  });

  it.each([
    [{ ended: 'completed' }, true],
    [{ ended: 'failed' }, false],
    [{ ended: 'trouble' }, true],
    [{ ended: 'code:no_answer' }, true],
    [{ expected: 'met' }, true],
    [{ expected: 'unmet:0' }, false],
    [{ fault: 'none' }, false],
    [{ fault: 'is:noise' }, true],
    [{ words: 'ORDER my' }, true],
    [{ words: 'order friday' }, false],
    [{ words: '#7' }, true],
    [{ words: '#8' }, false],
    [{ stretch: { fromMs: 1999, untilMs: 3000 } }, true],
    [{ stretch: { fromMs: 2001, untilMs: 3000 } }, false],
    [{ stretch: { fromMs: 0, untilMs: 999 } }, false],
  ] satisfies [Partial<CallFilter>, boolean][])('%j: %s', (filter, left) => {
    expect(passes(one, { ...noFilter, ...filter })).toBe(left);
  });

  it('takes a stretch on the axis of the run, on which logs have places of their own', () => {
    const stretch = { fromMs: 61_500, untilMs: 61_600 };
    expect(passes({ ...one, axisMs: 60_000 }, { ...noFilter, stretch })).toBe(true);
    expect(passes(one, { ...noFilter, stretch })).toBe(false);
  });

  it('names what was not met', () => {
    const unmet = { ...one, facts: { ...one.facts, unmet: [1] } };
    expect(
      choicesOf([unmet], noFilter, 'expected', ['a', 'says /friday/i']).map(({ text }) => text),
    ).toContain('not: says /friday/i');
  });
});
