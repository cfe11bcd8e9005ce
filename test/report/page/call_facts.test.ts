/** What a list of calls shows of one. */

import { describe, expect, it } from 'vitest';
import { factsOf, type CallParts } from '../../../src/report/page/call_facts.ts';
import { answered, call, started, turn } from '../log_builder.ts';

const of = (parts: Partial<CallParts>) =>
  factsOf({ started: null, call: null, turns: [], strikes: [], ...parts });
const strike = (fault: string) => ({ type: 'strike', call: 0, atMs: 1, fault, connection: 0 }) as const;

describe('the facts of a call', () => {
  it('are of its record where there is one', () => {
    const facts = of({
      started: started(0, 70),
      call: call({
        caller: 'refund',
        outcome: 'failed',
        failure: 'no_answer',
        scheduledMs: 50,
        endedMs: 9000,
      }),
      turns: [answered(0, 0, 400)],
    });
    expect(facts).toMatchObject({
      caller: 'refund',
      outcome: 'failed',
      code: 'no_answer',
      ofTurn: false,
      turns: 1,
      startMs: 50,
      endMs: 9000,
    });
  });

  it('are, of a call whose end nobody saw, those of a lost one, by what else was told of it', () => {
    const lost = { outcome: 'failed', code: 'worker_lost', ofTurn: false } as const;
    expect(of({})).toMatchObject({ ...lost, caller: null, turns: 0, startMs: 0, endMs: 0, slowestMs: null });
    expect(of({ started: started(0, 70) })).toMatchObject({
      ...lost,
      caller: 'buyer',
      startMs: 70,
      endMs: 70,
    });
    // From the first instant to the last of its turns.
    const spoken = turn({
      caller: 'patient',
      marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2500 },
    });
    expect(of({ turns: [spoken] })).toMatchObject({ ...lost, caller: 'patient', startMs: 1000, endMs: 2500 });
    expect(of({ started: started(0, 70), turns: [spoken] })).toMatchObject({ startMs: 70, endMs: 2500 });
  });

  it('have the first failure of a turn where the call itself has none, but not that the run was stopped', () => {
    const turns = (['threshold', 'no_answer', 'rate_limited'] as const).map((failure) =>
      turn({ failure, outcome: 'failed' }),
    );
    expect(of({ call: call(), turns })).toMatchObject({
      outcome: 'completed',
      code: 'no_answer',
      ofTurn: true,
    });
    for (const failure of ['threshold', 'interrupted', 'budget'] as const)
      expect(of({ call: call(), turns: [turn({ failure, outcome: 'failed' })] })).toMatchObject({
        code: null,
        ofTurn: false,
      });
    expect(of({ call: call({ outcome: 'failed', failure: 'http_error' }), turns })).toMatchObject({
      code: 'http_error',
      ofTurn: false,
    });
  });

  it('have the slowest of the answers that were waited for', () => {
    const turns = [
      answered(0, 0, 400),
      answered(0, 1, 900),
      answered(0, 2, 600),
      { ...answered(0, 3, 5000), expectsAnswer: false },
      turn({ outcome: 'unanswered' }),
    ];
    expect(of({ call: call(), turns }).slowestMs).toBe(900);
    expect(of({ call: call(), turns: turns.slice(3) }).slowestMs).toBeNull();
    expect(of({ call: call(), turns: [answered(0, 0, 0)] }).slowestMs).toBe(0);
  });

  it('have each expectation once: one that was not met even once was not', () => {
    const result = (expectation: number, met: boolean) => ({ expectation, met, turn: null, atMs: null });
    const expectations = [
      result(4, true),
      result(2, true),
      result(2, false),
      result(4, true),
      result(1, false),
      result(1, false),
    ];
    expect(of({ call: call({ expectations }) })).toMatchObject({ met: [4], unmet: [2, 1] });
    expect(of({ call: call() })).toMatchObject({ met: [], unmet: [] });
  });

  it('have each fault once, in the order in which they struck', () => {
    expect(of({ strikes: ['b', 'a', 'b'].map(strike) }).faults).toEqual(['b', 'a']);
  });

  it('have an end that is no earlier than its beginning', () => {
    expect(of({ call: call({ scheduledMs: 500, endedMs: 300 }) })).toMatchObject({
      startMs: 500,
      endMs: 500,
    });
    expect(of({ call: call({ scheduledMs: 500, endedMs: null }) })).toMatchObject({
      startMs: 500,
      endMs: 500,
    });
  });
});
