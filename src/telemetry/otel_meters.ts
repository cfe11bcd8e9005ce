/**
 * A run's figures as OpenTelemetry's: the same that Prometheus can scrape, under names that a collector turns into the same; and the
 * two that its conventions have for clients of generative AI.
 */

import type { Attributes, Counter, Gauge, Histogram as OtelHistogram, Meter } from '@opentelemetry/api';
import type { Histogram } from '../core/log/histogram.ts';
import type { TurnRecord } from '../core/log/record.ts';
import { inputTokens, outputTokens } from '../core/log/usage.ts';
import type { Judgement } from '../core/plan/plan.ts';
import { latencyBuckets } from './latency_buckets.ts';
import {
  buckets,
  meterFacts,
  meterNames,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type KeptName,
  type LabelsOf,
  type MeterName,
} from './meter_catalogue.ts';
import type { Meters } from './meters.ts';

/** The conventions' own bounds. */
const OPERATION_S = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = Array.from({ length: 14 }, (_, i) => 4 ** i);

export class OtelMeters implements Meters {
  private readonly counters = new Map<MeterName, Counter>();
  private readonly gauges = new Map<MeterName, Gauge>();
  private readonly histograms = new Map<MeterName, OtelHistogram>();
  private readonly operation: OtelHistogram;
  private readonly tokenUsage: OtelHistogram;
  private readonly genAi: Attributes;

  constructor(meter: Meter, judgement: Pick<Judgement, 'bands' | 'thresholds'>, genAi: Attributes) {
    this.genAi = { ...genAi, 'gen_ai.operation.name': 'chat' };
    for (const name of meterNames) this.register(meter, name, judgement);
    const advised = (boundaries: readonly number[]) => ({
      advice: { explicitBucketBoundaries: [...boundaries] },
    });
    this.operation = meter.createHistogram('gen_ai.client.operation.duration', {
      unit: 's',
      description: 'GenAI operation duration',
      ...advised(OPERATION_S),
    });
    this.tokenUsage = meter.createHistogram('gen_ai.client.token.usage', {
      unit: '{token}',
      description: 'Number of input and output tokens used',
      ...advised(TOKENS),
    });
  }

  add<Name extends CounterName>(name: Name, amount: number, labels: LabelsOf<Name>): void {
    this.counters.get(name)?.add(amount, labels);
  }

  observe<Name extends HistogramName>(name: Name, value: number, labels: LabelsOf<Name>): void {
    this.histograms.get(name)?.record(Math.max(0, value), labels);
  }

  set<Name extends GaugeName>(name: Name, value: number, labels: LabelsOf<Name>): void {
    this.gauges.get(name)?.record(value, labels);
  }

  /** A histogram cannot be handed over whole: its p99 is. */
  keep(name: KeptName, histogram: Histogram): void {
    const p99 = histogram.percentile(99);
    if (p99 !== null) this.gauges.get(name)?.record(p99 / 1000);
  }

  /** An operation is an answer: from the end of what was said to the end of the answer as it is received. */
  turn({ marks, usage, failure, outcome }: TurnRecord): void {
    if (marks.speechEnd !== null && marks.answerDone !== null && marks.answerDone >= marks.speechEnd) {
      const error = failure ?? (outcome === 'failed' ? outcome : null);
      this.operation.record(
        (marks.answerDone - marks.speechEnd) / 1000,
        error === null ? this.genAi : { ...this.genAi, 'error.type': error },
      );
    }
    if (usage === null) return;
    this.tokenUsage.record(inputTokens(usage), { ...this.genAi, 'gen_ai.token.type': 'input' });
    this.tokenUsage.record(outputTokens(usage), { ...this.genAi, 'gen_ai.token.type': 'output' });
  }

  private register(meter: Meter, name: MeterName, judgement: Pick<Judgement, 'bands' | 'thresholds'>): void {
    const { kind, help, buckets: which = 'part' } = meterFacts(name);
    const { otelName, unit } = named(name);
    const options = { description: help, ...(unit === null ? {} : { unit }) };
    switch (kind) {
      case 'counter':
        this.counters.set(name, meter.createCounter(otelName, options));
        return;
      case 'gauge':
        this.gauges.set(name, meter.createGauge(otelName, options));
        return;
      case 'kept':
        this.gauges.set(name, meter.createGauge(`${otelName}.p99`, options));
        return;
      case 'histogram': {
        const bounds = which === 'latency' ? latencyBuckets(judgement) : buckets[which];
        const advice = { explicitBucketBoundaries: [...bounds] };
        this.histograms.set(name, meter.createHistogram(otelName, { ...options, advice }));
      }
    }
  }
}

/** Units stand beside a name, not in it. */
function named(name: MeterName): { readonly otelName: string; readonly unit: string | null } {
  if (name.endsWith('_seconds')) return { otelName: `callstorm.${name.slice(0, -8)}`, unit: 's' };
  if (name.endsWith('_bytes')) return { otelName: `callstorm.${name.slice(0, -6)}`, unit: 'By' };
  return { otelName: `callstorm.${name}`, unit: null };
}
