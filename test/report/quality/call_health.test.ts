/** The health of each call, counted, with the worst of them named. */

import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/report/account.ts';
import {
  callHealth,
  CallsTally,
  noCallsHealth,
  type CallHealth,
} from '../../../src/report/quality/call_health.ts';
import type { TurnEvent } from '../../../src/report/quality/turn_events.ts';
import { answered, call, judgement, turn } from '../log_builder.ts';

function tallied(...calls: readonly CallHealth[]): ReturnType<CallsTally['health']> {
  const tally = new CallsTally();
  for (const one of calls) tally.add(one);
  return tally.health();
}

const degraded = (call: number, score: number): CallHealth => ({ call, score, status: 'degraded' });

describe('the health of a call', () => {
  const limits = judgement.monitor;
  const event = (fields: Partial<TurnEvent> = {}): TurnEvent => ({
    atMs: 0,
    call: 7,
    turn: 0,
    latencyMs: null,
    wrong: false,
    goodAudio: null,
    goodPlayback: null,
    usd: null,
    ...fields,
  });
  /** Of as many turns that waited for an answer as there are events, or of so many. */
  const of = (
    events: readonly TurnEvent[],
    fields: Parameters<typeof call>[0] = {},
    waited = events.length,
  ) => {
    const turns = Array.from({ length: waited }, (_, index) => answered(7, index, 300));
    const { score, status } = callHealth(
      7,
      accountOf(call({ call: 7, ...fields }), turns, 0),
      events,
      limits,
    );
    return [score, status];
  };
  const some = (n: number, bad: Partial<TurnEvent>, good: Partial<TurnEvent>, all: number): TurnEvent[] =>
    Array.from({ length: all }, (_, at) => event(at < n ? bad : good));

  it('is whole up to each limit, and degraded by what is beyond it, however little it costs', () => {
    expect(of([event({ latencyMs: 800 })])).toEqual([100, 'healthy']);
    expect(of([event({ latencyMs: 801 })])).toEqual([100, 'degraded']);
    expect(of(some(1, { wrong: true }, {}, 5))).toEqual([100, 'healthy']);
    expect(of(some(1, { wrong: true }, {}, 4))).toEqual([93, 'degraded']);
    expect(of(some(1, { goodPlayback: false }, { goodPlayback: true }, 5))).toEqual([100, 'healthy']);
    expect(of(some(1, { goodPlayback: false }, { goodPlayback: true }, 4))).toEqual([99, 'degraded']);
  });

  it('is not degraded by how its caller sounded, and pays for it', () => {
    expect(of(some(3, { goodAudio: false }, { goodAudio: true }, 4))).toEqual([86, 'healthy']);
  });

  it('is that of its slowest answers', () => {
    const slow = Array.from({ length: 20 }, (_, at) => event({ latencyMs: at === 0 ? 5000 : 300 }));
    expect(of(slow)).toEqual([100, 'healthy']);
    expect(of(slow.slice(0, 19))).toEqual([80, 'degraded']);
  });

  it('is nothing where it was lost, and as good as it was where the harness ended it', () => {
    const fine = [event({ latencyMs: 300 })];
    expect(of(fine, { outcome: 'failed', failure: 'agent_hung_up' })).toEqual([0, 'unhealthy']);
    expect(of(fine, { outcome: 'failed', failure: 'interrupted' })).toEqual([100, 'healthy']);
  });

  it('without a turn that waited is whole where it came to its end, and else is not known', () => {
    expect(of([], {})).toEqual([100, 'healthy']);
    expect(of([], { outcome: 'failed', failure: 'interrupted' })).toEqual([null, 'no data']);
  });

  it('counts no turn that nobody told of among the silent, and no more silent ones than waited', () => {
    expect(of([event({ wrong: true, turn: null }), event(), event(), event()])).toEqual([100, 'healthy']);
    expect(of(some(3, { wrong: true }, {}, 3), {}, 2)).toEqual([0, 'unhealthy']);
    const silent = turn({ call: 7, expectsAnswer: false, outcome: 'not_expected' });
    const { score } = callHealth(7, accountOf(call({ call: 7 }), [silent], 0), [event()], limits);
    expect(score).toBe(100);
  });
});

describe('the tally of calls', () => {
  it('of none is nothing', () => {
    expect(tallied()).toEqual(noCallsHealth);
  });

  it('names the worst first, of as bad ones the earlier, and none that is well or unknown', () => {
    const health = tallied(
      { call: 0, score: 100, status: 'healthy' },
      degraded(1, 60),
      { call: 2, score: null, status: 'no data' },
      { call: 3, score: 20, status: 'unhealthy' },
      degraded(4, 60),
      degraded(5, 50),
      { call: 6, score: 100, status: 'degraded' },
    );
    expect(health.counts).toEqual({ healthy: 1, degraded: 4, unhealthy: 1, noData: 1 });
    expect(health.worst.map(({ call, score }) => [call, score])).toEqual([
      [3, 20],
      [5, 50],
      [1, 60],
      [4, 60],
      [6, 100],
    ]);
  });

  it('names ten, though more came, and counts all', () => {
    const health = tallied(
      ...Array.from({ length: 30 }, (_, call) => degraded(call, 40 + ((call * 7) % 30))),
    );
    expect(health.counts.degraded).toBe(30);
    expect(health.worst.map(({ score }) => score)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    // One as bad as the tenth comes too late.
    const many = tallied(...Array.from({ length: 12 }, (_, call) => degraded(call, 50)));
    expect(many.worst.map(({ call }) => call)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
