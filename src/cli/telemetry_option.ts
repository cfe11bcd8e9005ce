/** The options of `run` by which other programs are told of it while it goes on, and the sinks that tell them. */

import { InvalidArgumentError, type Command } from 'commander';
import { durationMs, durationText } from '../config/value.ts';
import type { Sink } from '../run/sink.ts';
import { isLoopback, readListenAddress, type ListenAddress } from '../telemetry/listen_address.ts';
import { prometheusSink, type PrometheusSink } from '../telemetry/prometheus.ts';
import { style, type Io } from './io.ts';

export interface TelemetryOptions {
  readonly prometheus?: ListenAddress;
  readonly prometheusLinger?: number;
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
      `wait so long at the end for the last scrape, if there was any (default: ${durationText(LINGER_MS)})`,
      linger,
    );
}

export interface Telemetry {
  readonly sinks: readonly Sink[];
  /** When the report is there: lets whoever collects have the last figures. */
  finish(): Promise<void>;
  /** Whatever became of the run. More than once does no harm. */
  close(): void;
}

/** Throws ConfigError where something that was asked for cannot be had. */
export async function startTelemetry(
  io: Io,
  options: TelemetryOptions,
  say: (text: string) => void,
): Promise<Telemetry> {
  const { dim } = style(io);
  const { prometheus: address, prometheusLinger: lingerMs = LINGER_MS } = options;
  const prometheus = address === undefined ? null : await prometheusSink(address);
  if (prometheus !== null && address !== undefined) {
    const open = isLoopback(address.host) ? '' : ' (to whoever reaches this machine)';
    say(dim(`figures for Prometheus at ${prometheus.url}${open}\n`));
  }
  return {
    sinks: prometheus === null ? [] : [prometheus],
    finish: async () => {
      if (prometheus !== null) await lastScrape(prometheus, lingerMs, (text) => say(dim(text)));
    },
    close: () => prometheus?.close(),
  };
}

/** Ctrl-C ends the wait, and no more: the report is written, and the verdict stays. */
async function lastScrape(
  sink: PrometheusSink,
  atMostMs: number,
  say: (text: string) => void,
): Promise<void> {
  if (!sink.isScraped() || atMostMs === 0) return;
  say(`waiting up to ${durationText(atMostMs)} for the last scrape (Ctrl-C to end)\n`);
  const enough = new AbortController();
  const stop = (): void => enough.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
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
