/**
 * What it costs the thread that hands out the calls to tell others of a run: `npm run bench:telemetry [-- calls]`. The log of a rehearsal
 * (default 300 calls) is told to each sink. CPU of a record and of a scrape; of a call's spans and their way to a collector in a
 * process of its own, and the longest that the thread was kept from anything else by it.
 */

import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { loadAgent } from '../src/agent/simulator.ts';
import type { FooterRecord, HeaderRecord } from '../src/core/log/record.ts';
import { PACKAGE_FIXTURES_DIR } from '../src/fixture/manifest.ts';
import { rehearsePlan } from '../src/run/rehearse_plan.ts';
import type { EventRecord, Sink } from '../src/run/sink.ts';
import { compile } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';
import { otelSink } from '../src/telemetry/otel.ts';
import { otlpTarget } from '../src/telemetry/otlp_target.ts';
import { PrometheusMeters } from '../src/telemetry/prometheus_meters.ts';
import { RunMeters } from '../src/telemetry/run_meters.ts';

const SCRAPES = 200;
const PAUSE_MS = 5;
const wanted = Number(process.argv[2] ?? 300);

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const tidy = (value: number, digits = 2): string => value.toFixed(digits);

const footer: FooterRecord = {
  type: 'footer',
  endedMs: 0,
  reason: 'done',
  detail: null,
  calls: { planned: wanted, completed: wanted, failed: 0, blocked: 0, notStarted: 0 },
};
const { header, records } = await rehearsed(wanted);
const turns = records.filter(({ type }) => type === 'turn').length;
console.log(`${wanted} calls, ${turns} turns, ${records.length} records; Node ${process.version}`);

for (const round of [1, 2, 3]) {
  const meters = new PrometheusMeters(header.judgement);
  const run = new RunMeters(meters, header, () => 0);
  const before = cpuMs();
  for (const record of records) run.record(record);
  const perRecord = ((cpuMs() - before) * 1000) / records.length;
  const from = cpuMs();
  let bytes = 0;
  for (let i = 0; i < SCRAPES; i++) {
    run.collect();
    bytes = Buffer.byteLength(await meters.registry.metrics());
  }
  const perScrape = (cpuMs() - from) / SCRAPES;
  console.log(
    `prometheus, round ${round}: ${tidy(perRecord, 1)} µs of CPU a record, ${tidy(perScrape)} ms a scrape of ${bytes} bytes`,
  );
}

const collector = spawn(
  process.execPath,
  [
    '-e',
    `const server = require('node:http').createServer((request, response) => { request.resume(); request.on('end', () => response.end('{}')); });
     server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)));`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const port = await new Promise<string>((resolve) =>
  collector.stdout.once('data', (text) => resolve(String(text))),
);
for (const round of [1, 2, 3]) {
  const sink = await otelSink({
    target: otlpTarget(`http://127.0.0.1:${port}`, {}),
    files: null,
    content: false,
    version: '0.0.0',
    warn: (text) => console.log(text),
  });
  const without = await told(null);
  const { spent, late } = await told(sink);
  const { made, sent } = sink.counts();
  console.log(
    `opentelemetry, round ${round}: ${tidy((spent - without.spent) / wanted)} ms of CPU a call, ${sent} of ${made} spans arrived; ` +
      `timers late by at most ${tidy(late, 1)} ms (${tidy(without.late, 1)} without)`,
  );
}
collector.kill();

/** As records come in a run: not all at once. */
async function told(sink: Sink | null): Promise<{ readonly spent: number; readonly late: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = cpuMs();
  sink?.begin?.(header, { nowMs: () => 0, stop: () => {}, drain: () => {}, endCall: () => {} });
  for (let i = 0; i < records.length; i += 20) {
    for (const record of records.slice(i, i + 20)) sink?.record?.(record);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  await sink?.end?.(footer);
  delay.disable();
  return { spent: cpuMs() - before, late: delay.max / 1e6 };
}

async function rehearsed(calls: number): Promise<{ header: HeaderRecord; records: EventRecord[] }> {
  const file = fileURLToPath(new URL('../scenarios/support-line.yaml', import.meta.url));
  const { scenario, fixturesDirs } = await loadScenario(file);
  const { plan, audio } = await compile(scenario, {
    fixturesDirs,
    overrides: { calls, durationMs: 3_600_000 },
  });
  const agent = await loadAgent({ seed: plan.seed, fixturesDirs: [PACKAGE_FIXTURES_DIR] });
  const told: EventRecord[] = [];
  let first: HeaderRecord | null = null;
  await rehearsePlan(plan, audio, {
    agent,
    sinks: [
      {
        name: 'bench',
        begin: (given) => {
          first = given;
        },
        record: (record) => {
          told.push(record);
        },
      },
    ],
  });
  if (first === null) throw new Error('the rehearsal did not begin');
  return { header: first, records: told };
}
