/**
 * A run's figures as Prometheus reads them, through prom-client: in a registry of their own, so that a program's other metrics
 * are none of them, nor these of its.
 */

import { Counter, Gauge, Histogram as PrometheusHistogram, Registry, type Metric } from 'prom-client';
import { Histogram, upperBound } from '../core/log/histogram.ts';
import type { Judgement } from '../core/plan/plan.ts';
import { latencyBuckets } from './latency_buckets.ts';
import {
  buckets,
  meterFacts,
  meterNames,
  prometheusName,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type KeptName,
  type LabelsOf,
  type MeterName,
} from './meter_catalogue.ts';
import type { Meters } from './meters.ts';

export class PrometheusMeters implements Meters {
  readonly registry = new Registry();
  private readonly counters = new Map<MeterName, Counter>();
  private readonly gauges = new Map<MeterName, Gauge>();
  private readonly histograms = new Map<MeterName, PrometheusHistogram>();
  private readonly kept = new Map<MeterName, KeptHistogram>();

  constructor(judgement: Pick<Judgement, 'bands' | 'thresholds'>) {
    for (const name of meterNames) this.register(name, judgement);
  }

  add<Name extends CounterName>(name: Name, amount: number, labels: LabelsOf<Name>): void {
    this.counters.get(name)?.inc(labels, amount);
  }

  observe<Name extends HistogramName>(name: Name, value: number, labels: LabelsOf<Name>): void {
    this.histograms.get(name)?.observe(labels, Math.max(0, value));
  }

  set<Name extends GaugeName>(name: Name, value: number, labels: LabelsOf<Name>): void {
    this.gauges.get(name)?.set(labels, value);
  }

  keep(name: KeptName, histogram: Histogram): void {
    const kept = this.kept.get(name);
    if (kept !== undefined) kept.histogram = histogram;
  }

  private register(name: MeterName, judgement: Pick<Judgement, 'bands' | 'thresholds'>): void {
    const { kind, help, labels, buckets: which = 'part' } = meterFacts(name);
    const registers = [this.registry];
    const given = { name: prometheusName(name), help, labelNames: [...labels], registers };
    switch (kind) {
      case 'counter':
        this.counters.set(name, new Counter(given));
        return;
      case 'gauge':
        this.gauges.set(name, new Gauge(given));
        return;
      case 'histogram': {
        const bounds = which === 'latency' ? latencyBuckets(judgement) : buckets[which];
        this.histograms.set(name, new PrometheusHistogram({ ...given, buckets: [...bounds] }));
        return;
      }
      case 'kept': {
        const kept = new KeptHistogram(given.name, help, buckets[which]);
        this.kept.set(name, kept);
        this.registry.registerMetric(kept as unknown as Metric);
      }
    }
  }
}

/** What prom-client asks a metric of its registry for. */
interface Told {
  readonly name: string;
  readonly help: string;
  readonly type: 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly {
    readonly metricName: string;
    readonly labels: Readonly<Record<string, string | number>>;
    readonly value: number;
  }[];
}

/** prom-client's own histograms can only be told one value after another; this is one that has been counted already. */
class KeptHistogram {
  readonly name: string;
  histogram = new Histogram();
  private readonly help: string;
  private readonly boundsS: readonly number[];

  constructor(name: string, help: string, boundsS: readonly number[]) {
    this.name = name;
    this.help = help;
    this.boundsS = boundsS;
  }

  get(): Promise<Told> {
    const { name, help, boundsS } = this;
    const { buckets: counted, count, sum } = this.histogram.encode();
    const values = [...boundsS, Infinity].map((boundS) => {
      let within = 0;
      for (let i = 0; i + 1 < counted.length; i += 2) {
        // A value may lie up to 1.6% below the end of its bucket.
        if (upperBound(counted[i] as number) > boundS * 1000 * 1.008) break;
        within += counted[i + 1] as number;
      }
      const le = boundS === Infinity ? '+Inf' : boundS;
      return { metricName: `${name}_bucket`, labels: { le }, value: boundS === Infinity ? count : within };
    });
    return Promise.resolve({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: [
        ...values,
        { metricName: `${name}_sum`, labels: {}, value: sum / 1000 },
        { metricName: `${name}_count`, labels: {}, value: count },
      ],
    });
  }
}
