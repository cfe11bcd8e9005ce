import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/core/log/histogram.ts';
import { metrics as catalogue } from '../../../src/core/log/metric.ts';
import { metricsOf } from '../../../src/report/metric/metric_summary.ts';
import { measure, type Samples } from '../../../src/report/samples.ts';

const none: Samples = { values: new Map(), rates: new Map(), missing: new Map() };

function histogramOf(...values: readonly number[]): Histogram {
  const made = new Histogram();
  for (const value of values) made.add(value);
  return made;
}
const timings = { sendLateness: histogramOf(4), loopLag: histogramOf(), startLateness: histogramOf(1, 2) };

describe('what a summary says of each metric', () => {
  it('is, where nothing was measured, what is always told', () => {
    const found = metricsOf(measure([], []), null, 1);
    expect(found.response_latency).toMatchObject({ kind: 'distribution', count: 0, p50: null });
    expect(found.error_rate).toMatchObject({ kind: 'rate', rate: null, of: 0 });
    expect(found.setup_time).toBeUndefined();
    expect(found.fallback_rate).toBeUndefined();
  });

  it('has the timings of the generator, and none of a part of the calls', () => {
    const found = metricsOf(none, timings, 1);
    const counts = (['send_lateness', 'loop_lag', 'start_lateness'] as const).map(
      (name) => found[name]?.kind === 'distribution' && found[name].count,
    );
    expect(counts).toEqual([1, 0, 2]);
    expect(metricsOf(none, null, 1).send_lateness).toBeUndefined();
  });

  it('is in the order of the catalogue, and of no others than were asked for', () => {
    const samples: Samples = {
      ...none,
      values: new Map([
        ['setup_time', [9]],
        ['response_latency', [800]],
      ]),
      rates: new Map([['error_rate', { count: 1, of: 4 }]]),
    };
    const order = Object.keys(metricsOf(samples, null, 1));
    expect(order).toEqual(catalogue.map(({ name }) => name).filter((name) => order.includes(name)));
    expect(order).toEqual(expect.arrayContaining(['response_latency', 'error_rate', 'setup_time']));
    expect(Object.keys(metricsOf(samples, timings, 1, new Set(['setup_time'])))).toEqual(['setup_time']);
  });

  it('has no interval of cases that hang together, as the tokens of a call do', () => {
    const counted = { count: 30, of: 40 };
    const { error_rate: errors, cache_hit_rate: cached } = metricsOf(
      {
        ...none,
        rates: new Map([
          ['error_rate', counted],
          ['cache_hit_rate', counted],
        ]),
      },
      null,
      1,
    );
    expect(errors).toMatchObject({ rate: 0.75, ci: [expect.closeTo(0.598, 3), expect.closeTo(0.858, 3)] });
    expect(cached).toMatchObject({ rate: 0.75, ci: null });
  });

  it('tells of what never came, though nothing else was measured', () => {
    const samples: Samples = { ...none, missing: new Map([['greeting_latency', 3]]) };
    expect(metricsOf(samples, null, 1).greeting_latency).toMatchObject({ count: 0, missing: 3 });
    const came: Samples = { ...none, values: new Map([['greeting_latency', [500]]]) };
    expect(metricsOf(came, null, 1).greeting_latency).toMatchObject({ count: 1, missing: 0 });
  });

  it('has a number missing only of what is waited for, and of a bill only where some is', () => {
    const values = new Map([
      ['dead_air_total', [9]],
      ['cost_per_call', [0.1]],
    ] as const);
    const whole = metricsOf({ ...none, values }, null, 1);
    expect(whole.dead_air_total).not.toHaveProperty('missing');
    expect(whole.cost_per_call).not.toHaveProperty('missing');
    const missing = new Map([['cost_per_call', 2]] as const);
    expect(metricsOf({ ...none, values, missing }, null, 1).cost_per_call).toMatchObject({ missing: 2 });
  });
});
