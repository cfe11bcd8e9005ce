import { describe, expect, it } from 'vitest';
import { metrics } from '../../../src/core/log/metric.ts';
import {
  alsoShown,
  betterOf,
  comparedMetrics,
  metricText,
  readComparedMetric,
  usuallyTested,
} from '../../../src/report/compare/compared_metric.ts';
import { letPass, readTolerance } from '../../../src/report/compare/tolerance.ts';

describe('a tolerance', () => {
  it.each([
    ['response_latency.p95=5%', 'relative', 0.05],
    ['response_latency.p95=50ms', 'absolute', 50],
    ['response_latency.p99 = 0.2s', 'absolute', 200],
    ['response_latency=5%', 'relative', 0.05],
    ['error_rate=1pp', 'absolute', 0.01],
    ['cost_per_call=$0.01', 'absolute', 0.01],
    ['cost_per_call.mean=10%', 'relative', 0.1],
    ['wasted_audio=2s', 'absolute', 2],
  ] as const)('is read: %s', (text, of, amount) => {
    expect(readTolerance(text)).toMatchObject({ of, amount });
  });

  it.each([
    ['response_latncy.p95=5%', 'did you mean "response_latency"?'],
    ['response_latency.p59=5%', 'found "p59"; did you mean'],
    ['response_latency.mean=5%', 'expected p50'],
    ['response_latency.p95', 'found no "="'],
    ['response_latency.p95=', 'expected 5%, 50ms'],
    ['response_latency.p95=-5%', 'expected 5%, 50ms'],
    ['response_latency.p95=5', 'expected 5%, 50ms'],
    ['response_latency.p95=$5', 'expected 5%, 50ms'],
    ['error_rate=5%', 'percentage points'],
    ['error_rate.p95=1pp', 'it is a rate'],
    ['send_lateness=5%', 'not among what is compared'],
    [`cost_per_call=${'9'.repeat(400)}`, 'within reason'],
  ])('is refused: %s', (text, message) => {
    expect(() => readTolerance(text)).toThrow(message);
  });

  it('is a share of what it was, or so much', () => {
    expect(letPass(readTolerance('response_latency.p95=5%'), 800)).toBe(40);
    expect(letPass(readTolerance('response_latency.p95=50ms'), 800)).toBe(50);
  });
});

describe('a compared metric', () => {
  it('without a statistic is its p50, its mean or its rate', () => {
    expect(readComparedMetric('response_latency', '--metric').stat).toBe('p50');
    expect(readComparedMetric('cost_per_call', '--metric').stat).toBe('mean');
    expect(readComparedMetric('goal_rate', '--metric').stat).toBe('rate');
  });

  it('is read again from how it is written', () => {
    for (const one of [...usuallyTested, ...alsoShown]) {
      expect(readComparedMetric(metricText(one), '--metric')).toEqual(one);
    }
  });

  it('knows which way it is better', () => {
    const rates = metrics.filter(({ name, kind }) => kind === 'rate' && comparedMetrics.has(name));
    const better = (way: string): string[] =>
      rates.filter(({ name }) => betterOf(name) === way).map(({ name }) => name);
    expect(better('higher').sort()).toEqual([
      'containment',
      'expectation_rate',
      'goal_rate',
      'reconnect_rate',
      'response_rate',
      'survival_rate',
      'yield_rate',
    ]);
    expect(better('neither')).toEqual(['escalation_rate']);
    expect(betterOf('response_latency')).toBe('lower');
  });
});
