/**
 * OpenTelemetry's SDK, put together for one run: what is bounded, how long it may take, where it goes. The only module here that
 * loads it, and itself only loaded when asked for. Nothing of it is global.
 */

import type { Meter, Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { OtlpFile } from './otlp_file.ts';
import type { OtlpTarget } from './otlp_target.ts';
import { watched, type Arrived } from './watched_exporter.ts';

/** What waits beyond this is lost, and counted. */
const MOST_WAITING = 4096;
/** Small: to put one together stops the thread that does it. */
const BATCH = 128;
const EVERY_MS = 500;
const METRICS_EVERY_MS = 10_000;
const REQUEST_MS = 5000;
const LONGEST_VALUE = 10_000;

export interface Destination {
  readonly target: OtlpTarget | null;
  /** Of the spans, and of the metrics. */
  readonly files: { readonly traces: string; readonly metrics: string } | null;
}

export interface Pipeline {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Spans, by where they go. */
  readonly arrived: readonly Arrived[];
  /** Sends what waits. Never rejects. */
  shutdown(): Promise<void>;
  /** Where that was not done: leaves no empty file. */
  close(): void;
}

/** `lost` is told each time that something did not arrive. Throws ConfigError where a file cannot be made. */
export function otelPipeline(
  { target, files }: Destination,
  version: string,
  lost: (what: 'spans' | 'metrics', reason: string) => void,
): Pipeline {
  const resource = resourceFromAttributes({ 'service.name': 'callstorm', 'service.version': version }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  const spanExporters: SpanExporter[] = [];
  const metricExporters: PushMetricExporter[] = [];
  const made = files === null ? null : filesFor(files);
  if (made !== null) {
    spanExporters.push(made.traces);
    metricExporters.push(
      Object.assign(made.metrics, {
        selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
      }),
    );
  }
  if (target !== null) {
    const { tracesUrl, metricsUrl, tracesHeaders, metricsHeaders } = target;
    const common = { timeoutMillis: REQUEST_MS };
    spanExporters.push(new OTLPTraceExporter({ ...common, url: tracesUrl, headers: { ...tracesHeaders } }));
    metricExporters.push(
      new OTLPMetricExporter({ ...common, url: metricsUrl, headers: { ...metricsHeaders } }),
    );
  }
  const arrived = spanExporters.map((): Arrived => ({ sent: 0, lost: 0 }));
  const provider = new BasicTracerProvider({
    resource,
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: spanExporters.map(
      (exporter, index) =>
        new BatchSpanProcessor(
          watched<ReadableSpan[], SpanExporter>(
            exporter,
            ({ length }) => length,
            arrived[index] as Arrived,
            (reason) => lost('spans', reason),
          ),
          {
            maxQueueSize: MOST_WAITING,
            maxExportBatchSize: BATCH,
            scheduledDelayMillis: EVERY_MS,
            exportTimeoutMillis: REQUEST_MS * 2,
          },
        ),
    ),
  });
  const meters = new MeterProvider({
    resource,
    readers: metricExporters.map(
      (exporter) =>
        new PeriodicExportingMetricReader({
          exporter: watched<ResourceMetrics, PushMetricExporter>(
            exporter,
            () => 1,
            { sent: 0, lost: 0 },
            (reason) => lost('metrics', reason),
          ),
          exportIntervalMillis: METRICS_EVERY_MS,
          exportTimeoutMillis: REQUEST_MS * 2,
        }),
    ),
  });
  return {
    tracer: provider.getTracer('callstorm', version),
    meter: meters.getMeter('callstorm', version),
    arrived,
    shutdown: async () => {
      await Promise.allSettled([provider.shutdown(), meters.shutdown()]);
    },
    close: () => {
      made?.traces.discardEmpty();
      made?.metrics.discardEmpty();
    },
  };
}

/** Both, or neither. */
function filesFor(paths: NonNullable<Destination['files']>): {
  readonly traces: OtlpFile<ReadableSpan[]>;
  readonly metrics: OtlpFile<ResourceMetrics>;
} {
  const traces = new OtlpFile<ReadableSpan[]>(paths.traces, JsonTraceSerializer, '--otel-file');
  try {
    const metrics = new OtlpFile<ResourceMetrics>(paths.metrics, JsonMetricsSerializer, '--otel-file');
    return { traces, metrics };
  } catch (error) {
    traces.discardEmpty();
    throw error;
  }
}
