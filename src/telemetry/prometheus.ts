/**
 * A sink that Prometheus can scrape while a run goes on. It listens before the first call, or says why it cannot; what it
 * serves before the run begins is empty. Per record it counts, and nothing more: figures are put together when they are asked for.
 */

import type { Sink } from '../run/sink.ts';
import type { ListenAddress } from './listen_address.ts';
import { addressText } from './listen_address.ts';
import type { PrometheusMeters } from './prometheus_meters.ts';
import { RunMeters } from './run_meters.ts';
import { ScrapeServer } from './scrape_server.ts';

export interface PrometheusSink extends Sink {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
  /** Somebody has scraped it. */
  readonly isScraped: () => boolean;
  /**
   * After the run: resolves once the final figures have been scraped, and at the latest after so long, or when `signal` aborts.
   */
  linger(atMostMs: number, signal?: AbortSignal): Promise<'scraped' | 'late'>;
  close(): void;
}

/** Throws ConfigError where the port cannot be had. */
export async function prometheusSink(address: ListenAddress): Promise<PrometheusSink> {
  // Not loaded by those who do not ask for it.
  const { PrometheusMeters: Registry } = await import('./prometheus_meters.ts');
  let figures: PrometheusMeters | null = null;
  let run: RunMeters | null = null;
  const server = await ScrapeServer.listen(
    address,
    {
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      text: () => {
        run?.collect();
        return figures?.registry.metrics() ?? Promise.resolve('');
      },
    },
    '--prometheus',
  );
  return {
    name: 'prometheus',
    url: `http://${addressText({ host: address.host, port: server.port })}/metrics`,
    begin: (header, { nowMs }) => {
      figures = new Registry(header.judgement);
      run = new RunMeters(figures, header, nowMs);
      server.changed();
    },
    record: (record) => run?.record(record),
    gauge: (gauge) => run?.gauge(gauge),
    end: (footer) => {
      run?.end(footer);
      server.changed();
    },
    isScraped: () => server.scrapes > 0,
    linger: async (atMostMs, signal) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), atMostMs);
        signal?.addEventListener('abort', () => resolve('late'), { once: true });
        if (signal?.aborted === true) resolve('late');
      });
      const result = await Promise.race([server.nextScrape().then(() => 'scraped' as const), late]);
      clearTimeout(timer);
      return result;
    },
    close: () => server.close(),
  };
}
