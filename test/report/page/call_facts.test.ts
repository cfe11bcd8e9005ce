/** What a list shows of a call. */

import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/report/page/call_facts.ts';
import { answered, call, turn } from '../log_builder.ts';

const none = { started: null, call: null, turns: [], strikes: [] };

describe('the facts of a call', () => {
  it('are of its end, its slowest answer, what was expected and what struck', () => {
    const strike = { type: 'strike', call: 0, atMs: 5, fault: 'noise', connection: 0 } as const;
    const results = [
      { expectation: 0, turn: null, met: true, atMs: 1 },
      { expectation: 1, turn: 0, met: true, atMs: 1 },
      { expectation: 1, turn: 1, met: false, atMs: null },
    ];
    const record = call({ scheduledMs: 10, endedMs: 9000, expectations: results });
    const facts = factsOf({
      ...none,
      call: record,
      turns: [answered(0, 0, 400), answered(0, 1, 900), answered(0, 2, 500)],
      strikes: [strike, strike],
    });
    expect(facts).toEqual({
      caller: record.caller,
      outcome: 'completed',
      code: null,
      ofTurn: false,
      turns: 3,
      slowestMs: 900,
      met: [0],
      unmet: [1],
      faults: ['noise'],
      startMs: 10,
      endMs: 9000,
    });
  });

  it('name the turn that failed where the call did not', () => {
    const failed = turn({ outcome: 'unanswered', failure: 'no_answer' });
    expect(factsOf({ ...none, call: call(), turns: [failed] })).toMatchObject({
      code: 'no_answer',
      ofTurn: true,
    });
    const lost = call({ outcome: 'failed', failure: 'connection_lost' });
    expect(factsOf({ ...none, call: lost, turns: [failed] })).toMatchObject({
      code: 'connection_lost',
      ofTurn: false,
    });
    const stopped = turn({ outcome: 'failed', failure: 'interrupted' });
    expect(factsOf({ ...none, call: call(), turns: [stopped] })).toMatchObject({ code: null });
  });

  it('hold a call without an end for lost', () => {
    const facts = factsOf({ ...none, started: { atMs: 700, caller: 'angry' }, turns: [answered(0, 0, 400)] });
    expect(facts).toMatchObject({
      caller: 'buyer',
      outcome: 'failed',
      code: 'worker_lost',
      startMs: 700,
      endMs: 3400,
    });
    expect(factsOf({ ...none, started: { atMs: 700, caller: 'angry' } })).toMatchObject({
      caller: 'angry',
      endMs: 700,
    });
  });
});
