/** Which calls are inside a page: laws that hold for any run. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../src/core/log/failure.ts';
import { chooseCalls, type Candidate } from '../../../src/report/page/call_choice.ts';
import type { CallFacts } from '../../../src/report/page/call_facts.ts';

const quiet: CallFacts = {
  caller: 'buyer',
  outcome: 'completed',
  code: null,
  ofTurn: false,
  turns: 1,
  slowestMs: null,
  met: [],
  unmet: [],
  faults: [],
  startMs: 0,
  endMs: 1000,
};

function candidate(call: number, facts: Partial<CallFacts> = {}): Candidate {
  return { run: 'run-1', call, facts: { ...quiet, ...facts } };
}

const codes: readonly FailureCode[] = ['no_answer', 'connection_lost', 'agent_error'];
const anyRun = fc
  .array(
    fc.record({
      code: fc.option(fc.constantFrom(...codes), { nil: null }),
      slowestMs: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: null }),
      unmet: fc.subarray([0, 1, 2]),
      faults: fc.subarray(['noise', 'latency']),
    }),
    { maxLength: 60 },
  )
  .map((all) => all.map((facts, call) => candidate(call, facts)));

/** What there is to see among them. */
function kindsOf(facts: readonly CallFacts[]): object {
  return {
    codes: new Set(facts.flatMap(({ code }) => code ?? [])),
    faults: new Set(facts.flatMap(({ faults }) => faults)),
    unmet: facts.some(({ unmet }) => unmet.length > 0),
    slowestMs: Math.max(-1, ...facts.map(({ slowestMs }) => slowestMs ?? -1)),
  };
}

describe('the calls inside a page', () => {
  it('are calls of the run, each once, as many as there is room for', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 0, max: 80 }), (run, most) => {
        const calls = chooseCalls(run, 7, most).map(({ call }) => call);
        expect(new Set(calls).size).toBe(calls.length);
        expect(calls.length).toBe(Math.min(most, run.length));
        expect(calls.every((call) => run.some((one) => one.call === call))).toBe(true);
      }),
    );
  });

  it('begin with the same whatever room there is', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(40), (run, most) => {
        expect(chooseCalls(run, 7, most)).toEqual(chooseCalls(run, 7, 100).slice(0, most));
      }),
    );
  });

  it('have one of each code, of each fault, the slowest and one not as expected, where there are eight places', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const chosen = new Set(chooseCalls(run, 7, 8).map(({ call }) => call));
        const inside = run.filter(({ call }) => chosen.has(call)).map((one) => one.facts);
        expect(kindsOf(inside)).toEqual(kindsOf(run.map((one) => one.facts)));
      }),
    );
  });

  it('are another sample for another seed, and the same for the same', () => {
    const run = Array.from({ length: 1000 }, (_, call) => candidate(call));
    expect(chooseCalls(run, 1, 20)).toEqual(chooseCalls(run, 1, 20));
    expect(chooseCalls(run, 1, 20)).not.toEqual(chooseCalls(run, 2, 20));
  });

  it('begin with those that were asked for', () => {
    const run = Array.from({ length: 50 }, (_, call) =>
      candidate(call, call === 3 ? { code: 'no_answer' } : {}),
    );
    expect(chooseCalls(run, 1, 2, [41])).toEqual([
      { run: 'run-1', call: 41, reason: 'asked for' },
      { run: 'run-1', call: 3, reason: 'failed: no_answer' },
    ]);
  });

  it('say why they are', () => {
    const run = [
      candidate(0, { code: 'no_answer', ofTurn: true }),
      candidate(1, { slowestMs: 1234.4 }),
      candidate(2, { unmet: [0] }),
      candidate(3, { faults: ['noise'] }),
      candidate(4),
    ];
    expect(chooseCalls(run, 1, 9).map(({ reason }) => reason)).toEqual([
      'a turn failed: no_answer',
      'slow: an answer took 1234 ms',
      'something expected was not met',
      'struck by noise',
      'of the sample',
    ]);
  });
});
