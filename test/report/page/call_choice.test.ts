/** Which calls of a run are worth a look. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCalls, type Candidate } from '../../../src/report/page/call_choice.ts';
import type { CallFacts } from '../../../src/report/page/call_facts.ts';

const FINE: CallFacts = {
  caller: 'buyer',
  outcome: 'completed',
  code: null,
  ofTurn: false,
  turns: 1,
  slowestMs: 400,
  met: [],
  unmet: [],
  faults: [],
  startMs: 0,
  endMs: 1000,
};
const one = (call: number, facts: Partial<CallFacts> = {}): Candidate => ({
  run: 'r',
  call,
  facts: { ...FINE, ...facts },
});
const chosen = (candidates: readonly Candidate[], most: number, asked: readonly number[] = []) =>
  chooseCalls(candidates, 1, most, asked).map(({ call, reason }) => `${call} ${reason}`);

describe('the calls that are chosen', () => {
  const calls = [
    one(0),
    one(1, { code: 'no_answer', outcome: 'failed', slowestMs: 500 }),
    one(2, { code: 'no_answer', outcome: 'failed', slowestMs: 700 }),
    one(3, { code: 'http_error', ofTurn: true, slowestMs: null }),
    one(4, { slowestMs: 2500.6 }),
    one(5, { slowestMs: 1500 }),
    one(6, { unmet: [1] }),
    one(7, { unmet: [1, 2] }),
    one(8, { faults: ['noise', 'disconnect'] }),
    one(9, { faults: ['noise'], slowestMs: 450 }),
  ];

  it('are by turns one of each kind of trouble, the worst of each first, the most frequent kinds before others', () => {
    expect(chosen(calls, 7).slice(0, 6)).toEqual([
      '2 failed: no_answer',
      '3 a turn failed: http_error',
      '4 slow: an answer took 2501 ms',
      '7 something expected was not met',
      '9 struck by noise',
      '8 struck by disconnect',
    ]);
    expect(chosen(calls, 7)[6]).toMatch(/ of the sample$/);
    // Then the next of each.
    const rest = chosen(calls, 10);
    expect(rest).toHaveLength(10);
    expect(rest).toContain('1 failed: no_answer');
    expect(rest[8]).toMatch(/^\d slow: an answer took (1500|500|450|400) ms$/);
    expect(rest.indexOf('1 failed: no_answer')).toBe(7);
  });

  it('begin with those that somebody asks for, whatever they are', () => {
    expect(chosen(calls, 2, [9, 0])).toEqual(['0 asked for', '9 asked for']);
    expect(chosen(calls, 1, [9, 0])).toEqual(['0 asked for']);
    expect(chosen(calls, 3, [2])).toEqual([
      '2 asked for',
      '1 failed: no_answer',
      '3 a turn failed: http_error',
    ]);
    expect(chosen(calls, 1, [77])).toEqual(['2 failed: no_answer']);
  });

  it('are none of none, and none where there is no room', () => {
    expect(chosen([], 5)).toEqual([]);
    expect(chosen(calls, 0)).toEqual([]);
  });

  it('are each once, as many as there is room for, in the same order for one seed, and each kind is among them', () => {
    const candidate = fc.record({
      code: fc.constantFrom(null, 'no_answer' as const, 'http_error' as const),
      slowestMs: fc.option(fc.nat(3000)),
      unmet: fc.subarray([1, 2, 3]),
      faults: fc.subarray(['noise', 'disconnect']),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 30 }), fc.nat(40), fc.nat(9), (facts, most, seed) => {
        const candidates = facts.map((some, call) => one(call, some));
        const found = chooseCalls(candidates, seed, most);
        expect(new Set(found.map(({ call }) => call)).size).toBe(Math.min(most, facts.length));
        expect(found).toHaveLength(Math.min(most, facts.length));
        expect(chooseCalls(candidates, seed, most)).toEqual(found);
        // At most two codes, the slow, the unmet, two faults, and the sample.
        const kindsOf = (calls: readonly number[]) =>
          new Set(calls.flatMap((call) => [facts[call]?.code ?? [], facts[call]?.faults ?? []].flat()));
        const kinds = kindsOf([...facts.keys()]);
        const among = kindsOf(found.map(({ call }) => call));
        expect(most < 7 ? kinds : among).toEqual(kinds);
      }),
    );
  });

  it('are another sample for another seed', () => {
    const fine = Array.from({ length: 50 }, (_, call) => one(call, { slowestMs: null }));
    const sampleOf = (seed: number) => chooseCalls(fine, seed, 5).map(({ call }) => call);
    expect(sampleOf(1)).not.toEqual(sampleOf(2));
    expect(sampleOf(1)).not.toEqual([0, 1, 2, 3, 4]);
  });

  it('of kinds that are as frequent begin with the earlier in the alphabet, whichever was slower', () => {
    const rare = [
      one(0, { code: 'no_answer', slowestMs: 900 }),
      one(1, { code: 'http_error', slowestMs: 800 }),
      one(2, { code: 'connection_lost', slowestMs: 700 }),
      one(3, { code: 'setup_timeout', slowestMs: null }),
      one(4, { code: 'setup_timeout', slowestMs: null }),
    ];
    expect(chosen(rare, 4)).toEqual([
      '3 failed: setup_timeout',
      '2 failed: connection_lost',
      '1 failed: http_error',
      '0 failed: no_answer',
    ]);
    const struck = [
      one(0, { faults: ['noise'], slowestMs: null }),
      one(1, { faults: ['echo'], slowestMs: null }),
    ];
    expect(chosen(struck, 2)).toEqual(['1 struck by echo', '0 struck by noise']);
  });

  it('are of several kinds at once: each is named by the first that it was chosen for', () => {
    const all = { code: 'no_answer', unmet: [1], faults: ['noise'] } as const;
    expect(chosen([one(0, all), one(1, { ...all, slowestMs: 300 })], 5)).toEqual([
      '0 failed: no_answer',
      '1 slow: an answer took 300 ms',
    ]);
  });

  it('that nobody answered are no slow ones', () => {
    expect(chosen([one(0, { slowestMs: null })], 1)).toEqual(['0 of the sample']);
    expect(chosen([one(0, { slowestMs: 0.4 })], 1)).toEqual(['0 slow: an answer took 0 ms']);
  });

  it('that were not as expected begin with the one that the most was missing from', () => {
    const [none, some, most] = [[], [2], [0, 1, 2]];
    const unmet = [none, some, most, some].map((missing, call) =>
      one(call, { slowestMs: null, unmet: missing }),
    );
    expect(chosen(unmet, 4).find((text) => text.endsWith('was not met'))).toBe(
      '2 something expected was not met',
    );
    expect(chosen(unmet, 4)).not.toContain('0 something expected was not met');
  });

  it('keep the run that they are of', () => {
    const two = ['a', 'b'].map((run) => ({ ...one(3), run }));
    expect(chooseCalls(two, 1, 5, [3])).toEqual([
      { run: 'a', call: 3, reason: 'asked for' },
      { run: 'b', call: 3, reason: 'asked for' },
    ]);
  });
});
