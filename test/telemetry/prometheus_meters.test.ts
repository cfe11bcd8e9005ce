import { register } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/core/log/histogram.ts';
import { meterFacts, meterNames, prometheusName } from '../../src/telemetry/meter_catalogue.ts';
import { PrometheusMeters } from '../../src/telemetry/prometheus_meters.ts';
import { judgement } from '../report/log_builder.ts';
import { samplesOf, total } from './scraped.ts';

describe('the catalogue', () => {
  it('names everything as Prometheus does', () => {
    for (const name of meterNames) {
      const { kind, help, labels } = meterFacts(name);
      expect(prometheusName(name)).toMatch(/^callstorm_[a-z]+(?:_[a-z]+)*$/);
      expect([name, prometheusName(name).endsWith('_total')]).toEqual([name, kind === 'counter']);
      expect(name).not.toMatch(/_(?:ms|milliseconds|mb|minutes)(?:_|$)/);
      expect(help).toMatch(/^\S.*[^.\s]$/);
      for (const label of labels) expect(['le', 'quantile', 'job', 'instance']).not.toContain(label);
      expect(name).toMatch(kind === 'histogram' || kind === 'kept' ? /_seconds$/ : /[a-z]$/);
    }
  });
});

describe('PrometheusMeters', () => {
  it('has a registry of its own', () => {
    const before = register.getMetricsAsArray().length;
    const one = new PrometheusMeters(judgement);
    const other = new PrometheusMeters(judgement);
    expect(one.registry).not.toBe(other.registry);
    expect(register.getMetricsAsArray()).toHaveLength(before);
  });

  it('tells of each meter with its help and type', async () => {
    const text = await new PrometheusMeters(judgement).registry.metrics();
    for (const name of meterNames) {
      expect(text).toContain(`# HELP ${prometheusName(name)} ${meterFacts(name).help}\n`);
      const { kind } = meterFacts(name);
      expect(text).toContain(`# TYPE ${prometheusName(name)} ${kind === 'kept' ? 'histogram' : kind}\n`);
    }
  });

  it('has the bands and limits of the scenario among the bounds of the latency', async () => {
    const meters = new PrometheusMeters({
      bands: { ...judgement.bands, good: 512 },
      thresholds: [{ metric: 'response_latency', stat: 'p95', op: '<', value: 777, text: 'p95 < 777ms' }],
    });
    meters.observe('response_latency_seconds', 0.6, { caller: 'a' });
    const samples = samplesOf(await meters.registry.metrics());
    const within = (le: string) => total(samples, 'callstorm_response_latency_seconds_bucket', { le });
    expect([within('0.512'), within('0.777'), within('+Inf')]).toEqual([0, 1, 1]);
  });

  it('shows a histogram that was kept elsewhere, each value within the bound that it is under', async () => {
    const meters = new PrometheusMeters(judgement);
    const kept = new Histogram();
    for (const ms of [0, 0.4, 0.9, 1, 4, 9, 40, 3000]) kept.add(ms);
    meters.keep('loop_lag_seconds', kept);
    const samples = samplesOf(await meters.registry.metrics());
    const within = (le: string) => total(samples, 'callstorm_loop_lag_seconds_bucket', { le });
    expect(['0.0005', '0.001', '0.002', '0.005', '0.01', '0.05', '1', '+Inf'].map(within)).toEqual([
      2, 4, 4, 5, 6, 7, 7, 8,
    ]);
    expect(total(samples, 'callstorm_loop_lag_seconds_sum')).toBeCloseTo(3.0553, 4);
    expect(total(samples, 'callstorm_loop_lag_seconds_count')).toBe(8);
  });
});
