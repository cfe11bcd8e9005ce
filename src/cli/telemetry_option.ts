/** The options of `run` by which other programs are told of it while it goes on, and the sinks that tell them. */

import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { durationMs, durationText } from '../config/value.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { visible } from '../core/word/visible.ts';
import { packageVersion } from '../disk/own_file.ts';
import { plural } from '../report/figure.ts';
import type { Sink } from '../run/sink.ts';
import { isLoopback, readListenAddress, type ListenAddress } from '../telemetry/listen_address.ts';
import { otelSink, type OtelSink } from '../telemetry/otel.ts';
import { otlpTarget } from '../telemetry/otlp_target.ts';
import { prometheusSink, type PrometheusSink } from '../telemetry/prometheus.ts';
import { style, type Io } from './io.ts';

export interface TelemetryOptions {
  readonly prometheus?: ListenAddress;
  readonly prometheusLinger?: number;
  /** True: wherever the environment says. */
  readonly otel?: string | true;
  readonly otelFile?: string;
  readonly otelContent?: true;
}

const LINGER_MS = 15_000;
const LONGEST_LINGER_MS = 600_000;

export function telemetryOptions(command: Command): Command {
  return command
    .option(
      '--prometheus <[host:]port>',
      'serve the run’s figures at /metrics while it goes on, e.g. :9464; to this machine alone where no host is given',
      address,
    )
    .option(
      '--prometheus-linger <time>',
      `wait at most so long at the end for a last scrape (default: ${durationText(LINGER_MS)} where there was one before, else not)`,
      linger,
    )
    .option(
      '--otel [url]',
      'send calls and turns as spans, and metrics, to an OpenTelemetry collector (default: where OTEL_EXPORTER_OTLP_ENDPOINT says, else http://localhost:4318)',
    )
    .option(
      '--otel-file <file>',
      'write the spans into this file, as OTLP JSON lines, and the metrics into one beside it',
    )
    .option('--otel-content', 'with these: also the words that were said, and what tools were called with');
}

export interface Telemetry {
  readonly sinks: readonly Sink[];
  /** When the report is there: lets whoever collects have the last figures. */
  finish(): Promise<void>;
  /** Whatever became of the run. More than once does no harm. */
  close(): void;
}

/** `warn`: told while the run goes on. Throws ConfigError where something that was asked for cannot be had. */
export async function startTelemetry(
  io: Io,
  options: TelemetryOptions,
  say: (text: string) => void,
  warn: (text: string) => void,
): Promise<Telemetry> {
  const { dim } = style(io);
  const tell = (text: string): void => say(dim(text));
  const { prometheus: address, prometheusLinger: lingerMs } = options;
  const prometheus = address === undefined ? null : await prometheusSink(address);
  if (prometheus !== null && address !== undefined) {
    const open = isLoopback(address.host) ? '' : ' (to whoever reaches this machine)';
    tell(`figures for Prometheus at ${prometheus.url}${open}\n`);
  }
  const otel = await startOtel(io, options, tell, warn).catch((error: unknown) => {
    prometheus?.close();
    throw error;
  });
  return {
    sinks: [otel?.sink, prometheus].filter((sink) => sink !== null && sink !== undefined),
    finish: async () => {
      if (otel !== null) tell(otel.closing());
      if (prometheus !== null) {
        await lastScrape(prometheus, lingerMs ?? (prometheus.isScraped() ? LINGER_MS : 0), tell);
      }
    },
    close: () => {
      prometheus?.close();
      otel?.sink.close();
    },
  };
}

interface StartedOtel {
  readonly sink: OtelSink;
  readonly closing: () => string;
}

async function startOtel(
  io: Io,
  { otel, otelFile, otelContent }: TelemetryOptions,
  tell: (text: string) => void,
  warn: (text: string) => void,
): Promise<StartedOtel | null> {
  if (otel === undefined && otelFile === undefined) {
    if (otelContent === undefined) return null;
    throw new ConfigError('expected --otel or --otel-file beside it: there are no spans to put words into', {
      code: 'option_invalid',
      path: '--otel-content',
      hint: 'E.g. --otel-file traces.ndjson --otel-content',
    });
  }
  const target = otel === undefined ? null : otlpTarget(otel === true ? undefined : otel, io.env);
  const files = otelFile === undefined ? null : filesOf(resolve(io.cwd, otelFile));
  const sink = await otelSink({
    target,
    files,
    content: otelContent === true,
    version: packageVersion(),
    warn,
  });
  const places = [
    ...(target === null ? [] : [withoutSecrets(target.tracesUrl)]),
    ...(files === null ? [] : [visible(files.traces)]),
  ].join(' and ');
  tell(`spans for OpenTelemetry to ${places}\n`);
  return {
    sink,
    closing: () => {
      const { made, sent } = sink.counts();
      return `OpenTelemetry: ${sent === made ? '' : `${sent} of `}${plural(made, 'span')} to ${places}\n`;
    },
  };
}

/** A file holds one kind of thing: `traces.ndjson`, and `traces.metrics.ndjson` beside it. */
function filesOf(traces: string): { readonly traces: string; readonly metrics: string } {
  return { traces, metrics: traces.replace(/(\.[^./\\]*)?$/, '.metrics$1') };
}

/** Ctrl-C ends the wait, and no more: the report is written, and the verdict stays. */
async function lastScrape(
  sink: PrometheusSink,
  atMostMs: number,
  tell: (text: string) => void,
): Promise<void> {
  if (atMostMs === 0) return;
  const enough = new AbortController();
  const stop = (): void => enough.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  tell(`waiting up to ${durationText(atMostMs)} for the last scrape (Ctrl-C to end)\n`);
  try {
    await sink.linger(atMostMs, enough.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function address(text: string): ListenAddress {
  const read = readListenAddress(text);
  if (read !== null) return read;
  throw new InvalidArgumentError(
    `expected a port, or a host and a port, such as :9464 or 0.0.0.0:9464, found "${text.slice(0, 100)}"`,
  );
}

function linger(text: string): number {
  const ms = text.trim() === '0' ? 0 : durationMs(text);
  if (ms !== undefined && ms >= 0 && ms <= LONGEST_LINGER_MS) return ms;
  throw new InvalidArgumentError(
    `expected a time of at most ${durationText(LONGEST_LINGER_MS)}, such as 15s, or 0 not to wait, found "${text.slice(0, 100)}"`,
  );
}
