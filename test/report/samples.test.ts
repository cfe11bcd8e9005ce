import { describe, expect, it } from 'vitest';
import type { MetricName, RateName } from '../../src/core/log/metric.ts';
import { account } from '../../src/report/account.ts';
import { measureCall, measureTurn, type Receiver } from '../../src/report/metric/measure.ts';
import { measure } from '../../src/report/samples.ts';
import { answered, call, gathered, header, lostBefore } from './log_builder.ts';

const log = gathered([
  header({ load: { mode: 'open', plannedCalls: 9, maxConcurrency: 9 } }),
  ...[0, 1, 2].flatMap((index) => [answered(index, 0, 400), call({ call: index })]),
  ...[3, 4].map((index) => call({ call: index, outcome: 'failed', failure: 'agent_hung_up' })),
  call({ call: 5, outcome: 'failed', failure: 'interrupted' }),
  call({ call: 6, outcome: 'failed', failure: null }),
  lostBefore({ call: 7, outcome: 'blocked', dialedMs: null, endedMs: null }),
]);
const { calls } = account(log);

describe('calls that ended alike', () => {
  it('are counted as if each of them were asked', () => {
    const asked = new Map<RateName, [count: number, of: number]>();
    const each: Receiver = {
      value: () => {},
      miss: () => {},
      cases(metric, count, of) {
        const [counted, all] = asked.get(metric) ?? [0, 0];
        asked.set(metric, [counted + count, all + of]);
      },
    };
    for (const one of calls) {
      measureCall(one, each);
      for (const turn of one.turns) measureTurn(turn, each);
    }
    const { rates } = measure(calls, []);
    const of = (metric: MetricName): readonly [number, number] | undefined => {
      const found = rates.get(metric);
      return found === undefined ? undefined : [found.count, found.of];
    };
    for (const [metric, found] of asked) expect([metric, of(metric)]).toEqual([metric, found]);
    expect(of('error_rate')).toEqual([3, 6]);
    expect(of('error_rate.agent_hung_up')).toEqual([2, 7]);
    expect(of('error_rate.engine_error')).toEqual([1, 7]);
    expect(of('blocked_rate')).toEqual([1, 8]);
  });
});
