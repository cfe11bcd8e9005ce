/**
 * A run whose spans and metrics go to a collector of the test's own, over HTTP: what arrives is what the log has; and what a
 * collector does that refuses, keeps silent or is not there is told once, and changes nothing. Needs `npm run build`.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { countOf, metricsOf, spansOf, valueOf } from '../telemetry/otlp.ts';
import { terseAgent } from './agent_here.ts';
import { artefactsOf, expectAccounted } from './artefacts.ts';
import { callstorm, temporary, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { Lanes } from './lanes.ts';
import { constant, scenario } from './scenario_text.ts';

const KEY = 'collector-hunter22';
const env = { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${KEY},x-team=voice` };

interface Taken {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const lanes = new Lanes(2);

const servers: Server[] = [];
let agent: AgentServer;
beforeAll(async () => {
  // Of all of them at once, some of which are in this process.
  Object.assign(process.env, env);
  agent = await terseAgent();
});
afterAll(async () => {
  await agent.close();
  delete process.env['OTEL_EXPORTER_OTLP_HEADERS'];
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function collector(
  answer: (response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

async function run(
  args: readonly string[],
  { calls = 2, asBuilt = false } = {},
): Promise<Ended & { readonly run: ReturnType<typeof artefactsOf> }> {
  const out = join(temporary(), 'run');
  const target = ['--target', agent.url, '--no-calibrate'];
  const words = ['run', scenario({ load: constant(calls) }), '--out', out, ...target, ...args];
  const ended = await (asBuilt ? callstorm(words).ended : callstormHere(words));
  const made = artefactsOf(out);
  expectAccounted(made, calls);
  return { ...ended, run: made };
}

/** However a collector is, that is none of the verdict's business. */
const warnings = (err: string): string[] =>
  err.split('\n').filter((line) => line.startsWith('warning OpenTelemetry'));

describe('a run with --otel', () => {
  it.concurrent(
    'sends a trace a call and the metrics, with its key',
    { timeout: 120_000 },
    lanes.take(async () => {
      const { url, taken } = await collector((response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{}');
      });
      const { run: made, err } = await run(['--otel', url], { calls: 4, asBuilt: true });
      const bodies = (path: string): string[] =>
        taken.filter((one) => one.path === path).map(({ body }) => body);
      const spans = spansOf(bodies('/v1/traces'));
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      expect(
        roots
          .map(({ attributes }) => Number(valueOf(attributes, 'callstorm.call.number')))
          .toSorted((a, b) => a - b),
      ).toEqual([0, 1, 2, 3]);
      expect(spans.filter(({ name }) => name.startsWith('chat '))).toHaveLength(made.turns.length);
      const metrics = metricsOf(bodies('/v1/metrics'));
      expect(countOf(metrics.get('callstorm.calls'))).toBe(4);
      expect(countOf(metrics.get('callstorm.turns'))).toBe(made.turns.length);
      expect(countOf(metrics.get('callstorm.response_latency'))).toBe(
        made.summary.metrics.response_latency?.count,
      );
      for (const { headers } of taken) {
        expect(headers).toMatchObject({
          authorization: `Bearer ${KEY}`,
          'x-team': 'voice',
          'content-type': 'application/json',
        });
      }
      expect(err).toContain(`OpenTelemetry: ${spans.length} spans to ${url}/v1/traces`);
      expect(warnings(err)).toEqual([]);
    }),
  );

  it.concurrent(
    'tells once of a collector that refuses, and shows no key, whatever that says',
    { timeout: 120_000 },
    lanes.take(async () => {
      const { url } = await collector((response) => {
        // Whatever is cut, and wherever: no half of it is left, nor its other spellings.
        const encoded = Buffer.from(`Bearer ${KEY}`).toString('base64');
        response.writeHead(401, `no Bearer ${KEY} here, ${encoded} ${'.'.repeat(130)}${KEY}`);
        response.end(`Bearer ${KEY}`);
      });
      const { exitCode, out, err, run: made } = await run(['--otel', url]);
      expect(warnings(err)).toHaveLength(1);
      expect(err).toMatch(/do not reach http:\S+ \(HTTP 401 no … here, …== \.{130}…\); the run goes on/);
      expect(`${out}${err}${JSON.stringify(made.header)}`).not.toContain(KEY);
      expect(err).toMatch(/OpenTelemetry: 0 of \d+ spans/);
      expect(exitCode).toBe(exitCodeOf(made.summary));
    }),
  );

  it.concurrent(
    'waits for a collector that keeps silent no longer than it may',
    { timeout: 120_000 },
    lanes.take(async () => {
      const { url } = await collector(() => {});
      const { err, endedAtMs, run: made } = await run(['--otel', url]);
      expect(warnings(err)).toHaveLength(1);
      expect(endedAtMs - made.header.startedAtMs - made.footer.endedMs).toBeLessThan(20_000);
    }),
  );

  it.concurrent(
    'goes on where there is none',
    { timeout: 120_000 },
    lanes.take(async () => {
      const { err } = await run(['--otel', 'http://127.0.0.1:9']);
      expect(warnings(err)).toHaveLength(1);
      expect(err).toContain('ECONNREFUSED');
    }),
  );

  it('is not begun with words for spans that nobody wants', async () => {
    const out = join(temporary(), 'run');
    const { exitCode, err } = await callstormHere(['run', scenario(), '--out', out, '--otel-content']);
    expect(err).toContain('expected --otel or --otel-file beside it');
    expect(err).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(2);
  });
});
