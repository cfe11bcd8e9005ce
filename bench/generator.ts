/**
 * The node engine at a steady number of calls, for as long as it is asked: the other side of bare_loop.ts.
 * Child process: `generator.ts <scenario> <concurrency> <seconds> <url> [--to-the-end] [--dialect=NAME] [--workers=N]`; reports JSON over IPC.
 * Unless it is to go on to the end, the run is stopped once it has been measured. With `--tell` it says when it begins and ends to measure.
 */

import { readdirSync } from 'node:fs';
import { Histogram } from '../src/core/log/histogram.ts';
import { DIALECT_NAMES } from '../src/core/plan/plan.ts';
import type { GeneratorRecord } from '../src/core/log/record.ts';
import { monotonicMs } from '../src/engine/node/monotonic_clock.ts';
import { NodeRun } from '../src/engine/node/node_run.ts';
import { overloadOf } from '../src/report/generator.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const [file = '', concurrencyText = '', secondsText = '', url = '', ...more] = process.argv.slice(2);
const toTheEnd = more.includes('--to-the-end');
const named = more.find((one) => one.startsWith('--dialect='))?.slice('--dialect='.length);
const dialect = DIALECT_NAMES.find((name) => name === named);
const workers = Number(more.find((one) => one.startsWith('--workers='))?.slice('--workers='.length) ?? 1);
const concurrency = Number(concurrencyText);
const seconds = Number(secondsText);
const rampMs = 15_000;

const { scenario, repertoire } = await loadScenario(file);
const { plan, audio } = await compileWith(repertoire, scenario, {
  concurrency,
  ...(dialect === undefined ? {} : { dialect }),
});
const load = { mode: 'closed', concurrency, rampMs, holdMs: 3000 + seconds * 1000 } as const;
let failed = 0;
const failures: Record<string, number> = {};
let completed = 0;
const latest = new Map<number, GeneratorRecord>();
let base: {
  readonly cpu: NodeJS.CpuUsage;
  readonly sent: Sent;
} | null = null;
const log = { workerBytes: 0, begunMs: 0 };

interface Sent {
  readonly frames: number;
  readonly bytesReceived: number;
  /** A worker's mean. */
  readonly atMs: number;
}

function sent(): Sent {
  const gauges = [...latest.values()];
  const sum = (of: (gauge: GeneratorRecord) => number): number =>
    gauges.reduce((all, one) => all + of(one), 0);
  return {
    frames: sum(({ framesSent }) => framesSent),
    bytesReceived: sum(({ bytesReceived }) => bytesReceived),
    atMs: sum(({ atMs }) => atMs) / Math.max(1, gauges.length),
  };
}

/** As the report judges a run: all workers together, and each by itself. */
function overload(): readonly string[] {
  const loads = [...latest.values()].map((gauge) => ({
    sendLateness: Histogram.decode(gauge.sendLateness),
    loopLag: Histogram.decode(gauge.loopLag),
    startLateness: Histogram.decode(gauge.startLateness),
    frames: gauge.framesSent,
    dropped: gauge.framesDropped,
  }));
  return loads.flatMap((load, worker) =>
    overloadOf(load, plan.frameMs).map((reason) => `worker ${worker}: ${reason}`),
  );
}

const run = new NodeRun({
  plan: { ...plan, load },
  audio,
  url,
  workers,
  onRecord: (record) => {
    if (record.type === 'generator') log.workerBytes += JSON.stringify(record).length + 1;
    if (record.type !== 'call') return;
    if (record.outcome === 'completed') completed++;
    else {
      failed++;
      const code = record.failure ?? 'unknown';
      failures[code] = (failures[code] ?? 0) + 1;
    }
  },
  onGauge: (gauge) => {
    latest.set(gauge.worker, gauge);
  },
});

await run.prepare();
const openFilesBefore = openFiles();
setTimeout(() => {
  base = { cpu: process.cpuUsage(), sent: sent() };
  if (more.includes('--tell')) process.send?.({ measuring: true });
  setTimeout(() => {
    if (base === null || latest.size < workers) throw new Error('no gauge was heard');
    const used = process.cpuUsage(base.cpu);
    if (more.includes('--tell')) process.send?.({ measuring: false });
    const now = sent();
    const spanS = (now.atMs - base.sent.atMs) / 1000;
    const lateness = new Histogram();
    for (const gauge of latest.values()) lateness.merge(gauge.sendLateness);
    report = {
      cpuCores: (used.user + used.system) / 1e6 / seconds,
      framesPerSecond: (now.frames - base.sent.frames) / spanS,
      receivedMbPerSecond: (now.bytesReceived - base.sent.bytesReceived) / spanS / 1e6,
      rssMb: process.memoryUsage().rss / (1 << 20),
      sendLatenessP50Ms: lateness.percentile(50),
      sendLatenessP99Ms: lateness.percentile(99),
      frameMs: plan.frameMs,
      overload: overload(),
      openFilesBefore,
      logBytesPerWorkerMinute: (log.workerBytes / workers / (performance.now() - log.begunMs)) * 60_000,
    };
    if (!toTheEnd) run.stop('interrupted', 'measured');
  }, seconds * 1000);
}, rampMs + 3000);

let report: Record<string, unknown> = {};
log.begunMs = performance.now();
const footer = await run.run(monotonicMs() + 100);
process.send?.({
  ...report,
  completed,
  failed,
  failures,
  planned: footer.calls.planned,
  reason: footer.reason,
});
setTimeout(() => process.exit(0), 100);

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
