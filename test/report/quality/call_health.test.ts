/** The health of each call, counted, with the worst of them named. */

import { describe, expect, it } from 'vitest';
import { CallsTally, noCallsHealth, type CallHealth } from '../../../src/report/quality/call_health.ts';

function tallied(...calls: readonly CallHealth[]): ReturnType<CallsTally['health']> {
  const tally = new CallsTally();
  for (const one of calls) tally.add(one);
  return tally.health();
}

const degraded = (call: number, score: number): CallHealth => ({ call, score, status: 'degraded' });

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
