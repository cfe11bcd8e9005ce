/** OTLP as JSON, read as strictly as a collector does: what is not as the protocol has it is an error. */

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly { readonly name: string; readonly timeUnixNano: string }[];
  readonly status: { readonly code: number };
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Requests {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

interface Points<Point> {
  readonly dataPoints: readonly Point[];
}

export interface OtlpMetric {
  readonly name: string;
  readonly unit?: string;
  readonly sum?: Points<{
    readonly asDouble?: number;
    readonly asInt?: number;
    readonly attributes: readonly OtlpAttribute[];
  }>;
  readonly gauge?: Points<{ readonly asDouble?: number; readonly asInt?: number }>;
  readonly histogram?: Points<{ readonly count: number; readonly sum: number }>;
}

const NANOS = /^[1-9]\d{18}$/;

export function spansOf(texts: readonly string[]): OtlpSpan[] {
  const spans = texts.flatMap((text) => {
    const { resourceSpans = [] } = JSON.parse(text) as Requests;
    return resourceSpans.flatMap(({ resource, scopeSpans }) => {
      if (valueOf(resource.attributes, 'service.name') !== 'callstorm')
        throw new Error('whose spans are these?');
      return scopeSpans.flatMap(({ spans }) => spans);
    });
  });
  for (const span of spans) check(span);
  return spans;
}

function check(span: OtlpSpan): void {
  const { traceId, spanId, parentSpanId, startTimeUnixNano: start, endTimeUnixNano: end } = span;
  const right =
    /^[0-9a-f]{32}$/.test(traceId) &&
    /^[0-9a-f]{16}$/.test(spanId) &&
    (parentSpanId === undefined || /^[0-9a-f]{16}$/.test(parentSpanId)) &&
    NANOS.test(start) &&
    NANOS.test(end) &&
    BigInt(end) >= BigInt(start) &&
    span.events.every(({ timeUnixNano }) => NANOS.test(timeUnixNano)) &&
    span.attributes.every(({ value }) => Object.keys(value).length === 1);
  if (!right) throw new Error(`not a span: ${JSON.stringify(span)}`);
}

/** The last of each name, as they are since the beginning. */
export function metricsOf(texts: readonly string[]): Map<string, OtlpMetric> {
  const metrics = texts.flatMap((text) =>
    ((JSON.parse(text) as Requests).resourceMetrics ?? []).flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics),
    ),
  );
  return new Map(metrics.map((metric) => [metric.name, metric]));
}

/** Of all its points. */
export function countOf(metric: OtlpMetric | undefined): number {
  const points = [...(metric?.sum?.dataPoints ?? []), ...(metric?.gauge?.dataPoints ?? [])];
  const histograms = metric?.histogram?.dataPoints ?? [];
  return (
    points.reduce((total, { asDouble, asInt }) => total + (asDouble ?? asInt ?? 0), 0) +
    histograms.reduce((total, { count }) => total + count, 0)
  );
}

export function valueOf(attributes: readonly OtlpAttribute[], key: string): unknown {
  const found = attributes.find((attribute) => attribute.key === key);
  return found === undefined ? undefined : Object.values(found.value)[0];
}
