/**
 * A run that is scraped while it goes on: by Debian's own Prometheus, whose answers must be the report's; and by those who should
 * not get anything. Needs `npm run build`; without `prometheus` and `promtool` that part is skipped with a word, and fails
 * under CI=true.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { ScrapeServer } from '../../src/telemetry/scrape_server.ts';
import { dashboard, expressionsOf } from '../telemetry/dashboard.ts';
import { samplesOf, total } from '../telemetry/scraped.ts';
import { artefactsOf, expectAccounted } from './artefacts.ts';
import { callstorm, temporary, written, type Command } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';

const found =
  spawnSync('prometheus', ['--version']).status === 0 && spawnSync('promtool', ['--version']).status === 0;
const excused =
  !found && (process.env['CI'] !== 'true' || process.env['CALLSTORM_WITHOUT_PROMETHEUS'] === '1');
if (excused)
  process.stderr.write(
    'SKIPPED: there is no prometheus (Debian: .ci/prometheus); nothing was scraped by it\n',
  );

/** One that nobody listens at; it may be taken by the time it is used. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(port: number, path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { method = 'GET', host } = options;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method,
        agent: false,
        ...(host === undefined ? {} : { headers: { host } }),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    asked.on('error', reject).end();
  });
}

function scrapedRun(calls: number, out: string, port: number, linger?: string): Command {
  const scraped = ['--prometheus', `:${port}`];
  if (linger !== undefined) scraped.push('--prometheus-linger', linger);
  return callstorm(['run', scenario({ load: constant(calls) }), '--out', out, '--no-calibrate', ...scraped]);
}

/** Where the run says that it serves. */
async function portOf(run: Command): Promise<number> {
  await run.prints('figures for Prometheus at ');
  await run.prints('/metrics');
  return Number(/http:\/\/127\.0\.0\.1:(\d+)\/metrics/.exec(run.complained())?.[1]);
}

describe.skipIf(excused)('Prometheus itself', () => {
  it('scrapes a run every second, and has what its report has', { timeout: 90_000 }, async () => {
    const [served, own] = [await freePort(), await freePort()];
    const folder = temporary();
    const config = written(
      'prometheus.yml',
      `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs: [{ job_name: callstorm, static_configs: [{ targets: ['127.0.0.1:${served}'] }] }]
`,
      folder,
    );
    const prometheus = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${own}`,
        '--log.level=warn',
      ],
      { stdio: 'ignore' },
    );
    const ended = once(prometheus, 'exit');
    try {
      await ready(prometheus, own);
      // It takes a while to begin: that nobody is there yet is the first that it finds.
      await eventually(own, 'up');
      const out = join(folder, 'run');
      const run = scrapedRun(6, out, served, '20s');
      const { err } = await run.ended;
      expect(err).toContain(`figures for Prometheus at http://127.0.0.1:${served}/metrics`);
      expect(err).toContain('waiting up to 20s for the last scrape');
      const { calls, turns, metrics, cost } = expectWhole(out);
      const counted = async (query: string): Promise<number> =>
        Number(await queried(own, `sum(last_over_time(${query}[5m]))`));
      // It has asked, and keeps the answer in its own time.
      await eventually(own, 'last_over_time(callstorm_run_end[5m])');
      expect(await counted('callstorm_calls_total')).toBe(calls.planned);
      expect(await counted('callstorm_calls_total{outcome="completed"}')).toBe(calls.completed);
      expect(await counted('callstorm_turns_total')).toBe(turns.total);
      expect(await counted('callstorm_response_latency_seconds_count')).toBe(metrics.response_latency?.count);
      expect(await counted('callstorm_calls_active')).toBe(0);
      expect(await counted('callstorm_run_end{reason="done"}')).toBe(1);
      expect(await counted('callstorm_cost_usd')).toBeCloseTo(cost.totalUsd ?? NaN, 6);
      // Whatever the dashboard asks, Prometheus understands.
      for (const asked of expressionsOf(dashboard)) {
        const { body } = await ask(own, `/api/v1/query?query=${encodeURIComponent(asked)}`);
        expect([asked, (JSON.parse(body) as { status: string }).status]).toEqual([asked, 'success']);
      }
      // It was there while calls were going on, too.
      expect(Number(await queried(own, 'max(max_over_time(callstorm_calls_active[5m]))'))).toBeGreaterThan(0);
    } finally {
      prometheus.kill('SIGKILL');
      await ended;
    }
  });
});

describe('a run that can be scraped', () => {
  it(
    'serves while it goes on and is gone after that; promtool finds nothing',
    { timeout: 60_000 },
    async () => {
      const out = join(temporary(), 'run');
      const run = scrapedRun(3, out, 0, '0');
      const port = await portOf(run);
      let text = '';
      let active = 0;
      while (!text.includes('callstorm_turns_total{')) {
        ({ body: text } = await ask(port, '/metrics'));
        // The first turn may be told with the last call, and the run be over by then.
        active = Math.max(active, total(samplesOf(text), 'callstorm_run_active') ?? 0);
      }
      expect(active).toBe(1);
      expect(lintOf(text)).toBe('');
      await run.ended;
      expectWhole(out);
      await expect(ask(port, '/metrics')).rejects.toThrow('ECONNREFUSED');
    },
  );

  it('ends when it is over where nobody ever asked', async () => {
    const out = join(temporary(), 'run');
    const run = scrapedRun(1, out, 0);
    expect((await run.ended).err).not.toContain('waiting');
  });

  it('waits as long as it is told to for a first scrape, and no longer than Ctrl-C', async () => {
    const out = join(temporary(), 'run');
    const run = scrapedRun(1, out, 0, '10m');
    await run.prints('waiting up to 10m for the last scrape');
    run.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(exitCodeOf(expectWhole(out)));
  });

  it('is not begun where its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const out = join(temporary(), 'run');
    const words = ['run', scenario(), '--out', out, '--prometheus', `:${port}`];
    const { exitCode, err } = await callstormHere(words);
    taken.close();
    expect(exitCode).toBe(2);
    expect(err).toContain(`nothing can be served at 127.0.0.1:${port}: something else listens there`);
    expect(err).toContain('--prometheus');
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

describe('what is served', () => {
  const source = (): { contentType: string; made: number; text(): Promise<string> } => ({
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    made: 0,
    text() {
      this.made++;
      return Promise.resolve(`made ${this.made}\n`);
    },
  });

  it('is one path, by GET and HEAD, under a name of this machine', async () => {
    const server = await ScrapeServer.listen({ host: '127.0.0.1', port: 0 }, source(), '--prometheus');
    try {
      const { port } = server;
      expect(await ask(port, '/metrics')).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'content-length': '7' },
        body: 'made 1\n',
      });
      expect(await ask(port, '/metrics?x=1', { host: `localhost:${port}` })).toMatchObject({ status: 200 });
      expect(await ask(port, '/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
      for (const path of ['/', '/metrics/', '/Metrics', '//metrics', '/%2fmetrics', '/<script>']) {
        const { status, body } = await ask(port, path);
        expect([status, body]).toEqual([404, 'there is only /metrics\n']);
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        expect(await ask(port, '/metrics', { method })).toMatchObject({
          status: 405,
          headers: { allow: 'GET, HEAD' },
        });
      }
      for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80']) {
        const { status, body } = await ask(port, '/metrics', { host });
        expect([status, body]).toEqual([403, 'ask by an address of this machine\n']);
      }
    } finally {
      server.close();
    }
  });

  it('is made once for many who ask at once, and again when it has changed', async () => {
    const figures = source();
    const server = await ScrapeServer.listen({ host: '127.0.0.1', port: 0 }, figures, '--prometheus');
    try {
      await Promise.all(Array.from({ length: 20 }, () => ask(server.port, '/metrics')));
      const before = figures.made;
      expect(before).toBeLessThan(20);
      const next = server.nextScrape();
      let heard = false;
      void next.then(() => (heard = true));
      // Whoever only asks whether it is there has taken nothing.
      const { scrapes } = server;
      await ask(server.port, '/metrics', { method: 'HEAD' });
      await ask(server.port, '/none');
      expect([heard, server.scrapes]).toEqual([false, scrapes]);
      expect((await ask(server.port, '/metrics')).body).toBe(`made ${before + 1}\n`);
      await next;
    } finally {
      server.close();
    }
  });

  it('is a word of trouble, and no more, where it cannot be made', async () => {
    const broken = { contentType: 'text/plain', text: () => Promise.reject(new Error('/home/me/secret')) };
    const server = await ScrapeServer.listen({ host: '127.0.0.1', port: 0 }, broken, '--prometheus');
    try {
      expect(await ask(server.port, '/metrics')).toMatchObject({
        status: 500,
        body: 'the figures could not be put together\n',
      });
    } finally {
      server.close();
    }
  });
});

function expectWhole(out: string) {
  const run = artefactsOf(out);
  expectAccounted(run, run.summary.calls.planned);
  return run.summary;
}

async function ready(prometheus: ChildProcess, port: number): Promise<void> {
  while (prometheus.exitCode === null) {
    const { status } = await ask(port, '/-/ready').catch(() => ({ status: 0 }));
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`prometheus ended with ${prometheus.exitCode}`);
}

/** Resolves once a query gives anything. */
async function eventually(port: number, query: string): Promise<void> {
  for (;;) {
    const found = await queried(port, query).catch(() => null);
    if (found !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What promtool has against a text; nothing where it is not there. */
function lintOf(text: string): string {
  if (excused) return '';
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? `${stdout}${stderr}` : `ended with ${status}: ${stdout}${stderr}`;
}

/** The one value that a query gives. */
async function queried(port: number, query: string): Promise<string> {
  const { body } = await ask(port, `/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = JSON.parse(body) as { data: { result: readonly { value: readonly [number, string] }[] } };
  const [only] = data.result;
  if (only === undefined || data.result.length > 1) throw new Error(`${query}: ${body}`);
  return only.value[1];
}
