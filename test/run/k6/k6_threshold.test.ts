import { expect, it } from 'vitest';
import type { Threshold } from '../../../src/core/plan/plan.ts';
import { fedMetricsFor } from '../../../src/engine/k6/fed_metric.ts';
import { k6Thresholds } from '../../../src/run/k6/k6_threshold.ts';

const threshold = (given: Partial<Threshold>): Threshold => ({
  metric: 'response_latency',
  stat: 'p95',
  op: '<',
  value: 900,
  text: 'p95 < 900ms',
  ...given,
});

it('has ours in k6’s words, of a kind of caller too, and with what ends a run', () => {
  const { thresholds, untold } = k6Thresholds([
    threshold({}),
    threshold({ stat: 'p99_9', caller: 'refund' }),
    threshold({ stat: 'mean', abort: { delayMs: 5000 } }),
    threshold({ metric: 'error_rate.no_answer', stat: 'rate', op: '<=', value: 0.000001 }),
    threshold({ metric: 'rate_limited', stat: 'total', op: '==', value: 0 }),
  ]);
  expect(untold).toEqual([]);
  expect(thresholds).toEqual({
    response_latency: [
      { threshold: 'p(95)<900' },
      { threshold: 'avg<900', abortOnFail: true, delayAbortEval: '5000ms' },
    ],
    'response_latency{caller:refund}': [{ threshold: 'p(99.9)<900' }],
    error_rate_no_answer: [{ threshold: 'rate<=0.000001' }],
    rate_limited: [{ threshold: 'count==0' }],
  });
});

it.each([
  threshold({ stat: 'count' }),
  threshold({ metric: 'cost_per_call', stat: 'p95' }),
  threshold({ metric: 'send_lateness' }),
  threshold({ caller: 'a}b' }),
])('names what k6 has no words for: $metric $stat $caller', (one) => {
  expect(k6Thresholds([one])).toEqual({ thresholds: {}, untold: [one] });
});

it('feeds metrics under names that k6 takes, none of them k6’s own, few unless they are asked for', () => {
  const builtIn = /^(checks|data_|dropped_iterations$|iteration|vus|http_|ws_|grpc_|browser_|group_)/;
  const names = fedMetricsFor([]).map(({ k6 }) => k6);
  expect(names.filter((name) => builtIn.test(name) || !/^[a-z][a-z_]{0,127}$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(['response_latency', 'yield_rate', 'error_rate', 'survival_rate']),
  );
  expect(names.length).toBeLessThan(60);
});
