import { describe, expect, it } from 'vitest';
import { LiveMetrics } from '../../src/report/live_metrics.ts';

describe('LiveMetrics', () => {
  it('keeps what was asked for, and nothing else', () => {
    const metrics = new LiveMetrics(['response_latency', 'error_rate']);
    metrics.value('response_latency', 400);
    metrics.value('setup_time', 90);
    metrics.miss('setup_time');
    metrics.cases('error_rate', 1, 2);
    metrics.cases('response_rate', 1, 2);
    expect(Object.keys(metrics.metrics()).sort()).toEqual(['error_rate', 'response_latency']);
  });

  it('ranks what never came last', () => {
    const metrics = new LiveMetrics(['response_latency']);
    for (let i = 0; i < 3; i++) metrics.value('response_latency', 400);
    expect(metrics.metrics().response_latency).toMatchObject({ count: 3, missing: 0 });
    for (let i = 0; i < 2; i++) metrics.miss('response_latency');
    expect(metrics.metrics().response_latency).toMatchObject({
      count: 3,
      missing: 2,
      withMissing: { p50: 400, p75: null },
    });
  });

  it('has nothing of what has not been measured', () => {
    expect(new LiveMetrics(['response_latency', 'error_rate']).metrics()).toEqual({});
  });

  it('adds cases up', () => {
    const metrics = new LiveMetrics(['error_rate']);
    metrics.cases('error_rate', 1, 3);
    metrics.cases('error_rate', 1, 5);
    expect(metrics.metrics().error_rate).toMatchObject({ kind: 'rate', count: 2, of: 8, rate: 0.25 });
  });

  it('tells amounts in their own unit, whatever it keeps them in', () => {
    const metrics = new LiveMetrics(['cost_per_call']);
    metrics.value('cost_per_call', 0.25);
    const cost = metrics.metrics().cost_per_call;
    if (cost?.kind !== 'distribution') throw new Error('no cost');
    expect(cost.unit).toBe('usd');
    expect(cost.total).toBeCloseTo(0.25, 9);
    expect(cost.count).toBe(1);
  });
});
