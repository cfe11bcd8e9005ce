import { describe, expect, it } from 'vitest';
import { exitOf } from '../../src/cli/find_capacity.ts';
import { readSlo } from '../../src/cli/slo_option.ts';
import type { CapacityLimit, CapacityResult } from '../../src/forecast/capacity/capacity_result.ts';

describe('--slo', () => {
  it('is thresholds, separated by commas, each a share that may be bad', () => {
    expect(readSlo('response_latency p95 < 800ms, error_rate < 1%', [])).toMatchObject([
      { metric: 'response_latency', stat: 'p95', value: 800, mayBeBad: 0.05, of: 'turn' },
      { metric: 'error_rate', stat: 'rate', value: 0.01, mayBeBad: 0.01, of: 'call' },
    ]);
    expect(readSlo('response_rate > 99%, setup_time p99 <= 2s', [])).toMatchObject([
      { op: '>', mayBeBad: 0.01 },
      { op: '<=', value: 2000, mayBeBad: 0.01, of: 'call' },
    ]);
    expect(readSlo('response_latency{caller:refund} p50<1s', ['refund'])).toMatchObject([
      { caller: 'refund', text: 'response_latency{caller:refund} p50<1s', mayBeBad: 0.5 },
    ]);
  });

  it.each([
    ['', 'at least one condition'],
    ['latency p95 < 1s', 'expected a metric, found "latency"'],
    ['response_latency p95', 'expected a threshold such as'],
    ['response_latency mean < 1s', 'expected a percentile or a rate'],
    ['response_latency p95 > 1s', 'expected < or <= for a percentile'],
    ['error_rate == 0', 'expected <, <=, > or >='],
    ['error_rate < 100%', 'a share between 0% and 100%'],
    ['loop_lag p99 < 10ms', 'expected a metric of calls or turns'],
    ['cost_per_call p95 < $1', 'expected a metric of calls or turns'],
    ['response_latency{caller:nobody} p95 < 1s', 'expected {caller:…} with one of refund'],
  ])('refuses %j with a way out', (text, message) => {
    expect(() => readSlo(text, ['refund'])).toThrow(message);
  });
});

describe('the exit code', () => {
  const exit = (by: CapacityLimit['by'], holds: number | null, atLeast?: number): number => {
    const { knee, limit } = { knee: { holds }, limit: { by } } as CapacityResult;
    return exitOf({ knee, limit } as CapacityResult, atLeast);
  };

  it('tells what the search came to', () => {
    expect([exit('target', 40), exit('max', 40), exit('time', 40)]).toEqual([0, 0, 0]);
    expect([exit('target', null), exit('time', null), exit('target', 40, 41)]).toEqual([1, 1, 1]);
    expect([exit('generator', 40), exit('generator', 40, 41), exit('generator', 40, 40)]).toEqual([3, 3, 0]);
    expect([exit('budget', 40), exit('unreachable', null), exit('interrupted', 3)]).toEqual([4, 5, 130]);
  });
});
