/**
 * The node engine at a steady number of calls, for as long as it is asked: the other side of bare_loop.ts.
 * Child process: `generator.ts <scenario> <concurrency> <seconds> <url> [--to-the-end] [--dialect=NAME]`; reports JSON over IPC. Unless it is
 * to go on to the end, the run is stopped once it has been measured.
 */

import { Histogram } from '../src/core/log/histogram.ts';
import { DIALECT_NAMES } from '../src/core/plan/plan.ts';
import type { GeneratorRecord } from '../src/core/log/record.ts';
import { monotonicMs } from '../src/engine/node/monotonic_clock.ts';
import { NodeRun } from '../src/engine/node/node_run.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const [file = '', concurrencyText = '', secondsText = '', url = '', ...more] = process.argv.slice(2);
const toTheEnd = more.includes('--to-the-end');
const named = more.find((one) => one.startsWith('--dialect='))?.slice('--dialect='.length);
const dialect = DIALECT_NAMES.find((name) => name === named);
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
let latest: GeneratorRecord | null = null;
let base: { readonly cpu: NodeJS.CpuUsage; readonly gauge: GeneratorRecord } | null = null;

const run = new NodeRun({
  plan: { ...plan, load },
  audio,
  url,
  workers: 1,
  onRecord: (record) => {
    if (record.type !== 'call') return;
    if (record.outcome === 'completed') completed++;
    else {
      failed++;
      const code = record.failure ?? 'unknown';
      failures[code] = (failures[code] ?? 0) + 1;
    }
  },
  onGauge: (gauge) => {
    latest = gauge;
  },
});

await run.prepare();
setTimeout(() => {
  if (latest !== null) base = { cpu: process.cpuUsage(), gauge: latest };
  setTimeout(() => {
    if (base === null || latest === null) throw new Error('no gauge was heard');
    const used = process.cpuUsage(base.cpu);
    const spanS = (latest.atMs - base.gauge.atMs) / 1000;
    const lateness = Histogram.decode(latest.sendLateness);
    report = {
      cpuCores: (used.user + used.system) / 1e6 / seconds,
      framesPerSecond: (latest.framesSent - base.gauge.framesSent) / spanS,
      receivedMbPerSecond: (latest.bytesReceived - base.gauge.bytesReceived) / spanS / 1e6,
      rssMb: process.memoryUsage().rss / (1 << 20),
      sendLatenessP50Ms: lateness.percentile(50),
      sendLatenessP99Ms: lateness.percentile(99),
    };
    if (!toTheEnd) run.stop('interrupted', 'measured');
  }, seconds * 1000);
}, rampMs + 3000);

let report: Record<string, unknown> = {};
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
