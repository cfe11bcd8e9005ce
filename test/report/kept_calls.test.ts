import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/core/log/record.ts';
import { KeptCalls } from '../../src/report/kept_calls.ts';
import { call, usage } from './log_builder.ts';

/** As far as figures go. */
function ended(record: CallRecord): object {
  const { sessionId: _session, turns: _turns, ...kept } = record;
  const { audioSentMs: _sent, rtt: _rtt, ...all } = kept;
  return all;
}

describe('ends of calls that are kept', () => {
  it('come back as they were, to the last bit, but for what no figure needs', () => {
    const kept = new KeptCalls();
    const lost = call({
      call: 7,
      worker: 3,
      closeCode: 1013,
      caller: 'impatient',
      outcome: 'failed',
      failure: 'overloaded',
      detail: '1013: later',
      connections: 3,
      reconnects: [
        { lostMs: 1.5, readyMs: null, tries: 2, replayedItems: 4, firstUsage: usage({ textIn: 3 }) },
      ],
      deadAirMs: { longest: 0.1 + 0.2, total: 9 },
      usage: usage({ audioIn: 70_000, unsplitIn: 3, unreported: 1 }),
      rateLimited: 2,
      protocolViolations: 300,
      agentErrors: [{ code: 'server_error', count: 4, message: 'no' }],
    });
    const blocked = call({ call: 8, caller: null, outcome: 'blocked', dialedMs: null, endedMs: null });
    kept.set(lost);
    kept.set(blocked);
    expect(kept.get(7)).toEqual(ended(lost));
    expect(kept.get(8)).toEqual(ended(blocked));
    expect([kept.get(9), kept.has(9), kept.has(8), kept.size, [...kept.keys()]]).toEqual([
      undefined,
      false,
      true,
      2,
      [7, 8],
    ]);
  });

  it('do so whatever is null in them, and whatever more they have', () => {
    const instant = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(instant, instant, fc.option(fc.string()), fc.nat(), (readyMs, endedMs, more, number) => {
        // Of a version to come.
        const told = { ...call({ call: number, readyMs, endedMs, detail: more }), novelty: more };
        const kept = new KeptCalls();
        kept.set(told);
        expect(kept.get(number)).toEqual(ended(told));
      }),
    );
  });

  it('tell a log from before connections were counted from one with one', () => {
    const kept = new KeptCalls();
    const { connections: _connections, ...before } = call({ call: 0 });
    kept.set(before);
    kept.set(call({ call: 1, connections: 1 }));
    expect('connections' in (kept.get(0) ?? {})).toBe(false);
    expect(kept.get(1)?.connections).toBe(1);
  });

  it('are as the later tells them, also where the earlier has just been asked for', () => {
    const kept = new KeptCalls();
    kept.set(call({ call: 0, heardMs: 1 }));
    expect(kept.get(0)?.heardMs).toBe(1);
    kept.set(call({ call: 0, heardMs: 2 }));
    expect([kept.get(0)?.heardMs, kept.size]).toEqual([2, 1]);
  });
});
