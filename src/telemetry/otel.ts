/**
 * A sink that hands a run's calls and figures to OpenTelemetry while it goes on. What cannot be delivered is told of once and
 * harms nothing: not the run, not its report, not its exit code.
 */

import type { HeaderRecord } from '../core/log/record.ts';
import { redactionOf } from '../core/word/redaction.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { cut, visible } from '../core/word/visible.ts';
import type { Sink } from '../run/sink.ts';
import type { OtelMeters } from './otel_meters.ts';
import type { Destination } from './otel_pipeline.ts';
import type { OtelSpans } from './otel_spans.ts';
import { secretsOf } from './otlp_target.ts';
import { RunMeters } from './run_meters.ts';
import { runFacts } from './span_shape.ts';

/** At the end of a run, for all that still waits. Less than a sink is given. */
const FLUSH_MS = 6000;
/** Figures that are not counted record by record are worked out so often. */
const COLLECT_MS = 5000;
const LONGEST_REASON = 200;

export interface OtelOptions extends Destination {
  /** What was said and answered goes into the spans, and what tools were called with. */
  readonly content: boolean;
  readonly version: string;
  /** Told once, of the first that was lost. */
  readonly warn: (text: string) => void;
}

export interface OtelSink extends Sink {
  /** How many spans there were, and how many have arrived everywhere they go. */
  counts(): { readonly made: number; readonly sent: number };
  /** Whatever became of the run: one that never began leaves no empty file. More than once does no harm. */
  close(): void;
}

/** Throws ConfigError where a file cannot be made. */
export async function otelSink({ content, version, warn, ...destination }: OtelOptions): Promise<OtelSink> {
  // Heavy: not loaded by those who do not ask for it.
  const [{ otelPipeline }, { OtelMeters: Meters }, { OtelSpans: Spans }] = await Promise.all([
    import('./otel_pipeline.ts'),
    import('./otel_meters.ts'),
    import('./otel_spans.ts'),
  ]);
  const { target } = destination;
  const redact = redactionOf(target === null ? [] : secretsOf(target));
  let told = false;
  const pipeline = otelPipeline(destination, version, (what, reason) => {
    if (told) return;
    told = true;
    const place =
      target === null
        ? 'their file'
        : withoutSecrets(what === 'spans' ? target.tracesUrl : target.metricsUrl);
    // Cut only then: half a secret would not be found.
    const plain = cut(visible(redact(reason)), LONGEST_REASON);
    warn(
      `OpenTelemetry: ${what} do not reach ${place} (${plain}); the run goes on, and this is not told again`,
    );
  });
  let spans: OtelSpans | null = null;
  let meters: OtelMeters | null = null;
  let run: RunMeters | null = null;
  let collectedMs = -Infinity;
  const begin = (header: HeaderRecord, nowMs: () => number): void => {
    const genAi = runFacts(header).genAi as Record<string, string>;
    spans = new Spans(pipeline.tracer, header, { content });
    meters = new Meters(pipeline.meter, header.judgement, genAi);
    run = new RunMeters(meters, header, nowMs);
  };
  return {
    name: 'opentelemetry',
    begin: (header, { nowMs }) => begin(header, nowMs),
    record: (record) => {
      spans?.record(record);
      run?.record(record);
      if (record.type === 'turn') meters?.turn(record);
    },
    gauge: (gauge) => {
      run?.gauge(gauge);
      if (gauge.atMs - collectedMs < COLLECT_MS) return;
      collectedMs = gauge.atMs;
      run?.collect();
    },
    end: async (footer) => {
      spans?.flush();
      run?.collect();
      run?.end(footer);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FLUSH_MS);
      });
      await Promise.race([pipeline.shutdown(), late]);
      clearTimeout(timer);
    },
    counts: () => ({
      made: spans?.made ?? 0,
      sent: Math.min(...pipeline.arrived.map(({ sent }) => sent)),
    }),
    close: () => pipeline.close(),
  };
}
