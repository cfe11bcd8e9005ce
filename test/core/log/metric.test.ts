import { describe, expect, it } from 'vitest';
import { failures } from '../../../src/core/log/failure.ts';
import { factsOf, metricNamed, metrics, statsOf } from '../../../src/core/log/metric.ts';
import type { MetricName } from '../../../src/core/log/metric.ts';

describe('the names of what is measured', () => {
  it('are each found by their name, with the same facts everywhere', () => {
    for (const metric of metrics) {
      expect(metricNamed(metric.name)).toBe(metric);
      const { name, ...facts } = metric;
      expect(factsOf(name)).toEqual(facts);
    }
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    expect(metricNamed('response_latency')).toMatchObject({ unit: 'ms', kind: 'sample', of: 'turn' });
    expect(metricNamed('responselatency')).toBeUndefined();
    expect(metricNamed('constructor')).toBeUndefined();
  });

  it('have a label for people, and a unit that fits their kind', () => {
    for (const { label, kind, unit } of metrics) {
      expect(label.trim()).toMatch(/\S \S/);
      expect(unit === 'ratio').toBe(kind === 'rate');
      expect(kind === 'total' && unit !== 'count').toBe(false);
    }
  });

  it('hold a rate of calls for each way to fail, which names it', () => {
    for (const code of Object.keys(failures)) {
      expect(metricNamed(`error_rate.${code}`)).toMatchObject({ kind: 'rate', of: 'call', unit: 'ratio' });
      expect(metricNamed(`error_rate.${code}`)?.label).toContain(code);
    }
  });

  it('are of turns, of calls, or of the generator alone', () => {
    const of = (name: MetricName): string => factsOf(name).of;
    expect([of('yield_rate'), of('error_rate'), of('loop_lag')]).toEqual(['turn', 'call', 'generator']);
    expect([of('cost_per_turn'), of('cost_per_call'), of('tool_calls')]).toEqual(['turn', 'call', 'call']);
  });
});

describe('the statistics of a metric', () => {
  it('of samples are their count, their range and their percentiles, and none is meant unsaid', () => {
    const { stats, implied } = statsOf('sample');
    expect([...stats].sort()).toEqual(
      ['count', 'max', 'mean', 'min', 'p50', 'p75', 'p90', 'p95', 'p99', 'p99_9', 'total'].sort(),
    );
    expect(implied).toBeUndefined();
  });

  it('of a rate and of a total are the thing itself, which is meant where none is said, and the cases', () => {
    expect(statsOf('rate')).toEqual({ stats: ['rate', 'count'], implied: 'rate' });
    expect(statsOf('total')).toEqual({ stats: ['total', 'count'], implied: 'total' });
  });
});
