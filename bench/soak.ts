/**
 * The memory of the whole run process after an hour of 500 calls, in some minutes: one process makes 500 calls for a minute
 * and leaves their log; another is given fifty-nine minutes of it first, as new calls, into sinks such as a run feeds (the
 * figures, the watch of thresholds and budget, the log), and then makes 500 calls for a minute itself, which the same sinks
 * are told of, and sums the hour up. Its peak is what counts.
 *
 *   npm run bench:soak
 *
 * Child processes: `soak.ts minute <folder> <url>` and `soak.ts hour <folder> <url>`; each reports JSON over IPC.
 */

import { fork } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FooterRecord, HeaderRecord, LogRecord } from '../src/core/log/record.ts';
import type { EventRecord, Sink } from '../src/run/sink.ts';
import { linesOf } from '../src/disk/lines.ts';

const CALLS = 500;
const MINUTES = 60;
const TARGET_MB = 500;
const LOAD = { mode: 'closed', concurrency: CALLS, rampMs: 15_000, holdMs: 60_000 } as const;
/** More calls than a minute makes: the next copy's begin there. */
const NUMBERS_A_MINUTE = 100_000;

const [part, folder = '', url = ''] = process.argv.slice(2);
if (part === undefined) await bench();
else if (part === 'minute') await minute();
else await hour();

async function bench(): Promise<void> {
  const { startSimulatedAgent } = await import('../src/cli/simulated_agent.ts');
  const into = mkdtempSync(join(tmpdir(), 'callstorm-soak-'));
  try {
    for (const name of ['minute', 'hour']) {
      const agent = await startSimulatedAgent({ seed: 1 });
      try {
        const child = fork(fileURLToPath(import.meta.url), [name, into, agent.url]);
        const told = await new Promise<Told>((resolve, reject) => {
          child.once('message', (message) => resolve(message as Told));
          child.once('exit', (code) => reject(new Error(`the ${name} ended with ${code}`)));
        });
        console.log(`the ${name}: ${told.calls} calls, ${told.turns} turns; ${told.steps.join(', ')}`);
        console.log(
          `    peak of its process: ${told.peakMb.toFixed(0)} MB${name === 'hour' ? ` (target: under ${TARGET_MB} MB)` : ''}`,
        );
        if (name === 'hour' && told.peakMb >= TARGET_MB) process.exitCode = 1;
      } finally {
        await agent.stop();
      }
    }
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

interface Told {
  readonly calls: number;
  readonly turns: number;
  readonly peakMb: number;
  /** What the process held, moment by moment. */
  readonly steps: readonly string[];
}

/** Makes a minute's calls, and leaves their log. */
async function minute(): Promise<void> {
  const { LogSink } = await import('../src/run/log_sink.ts');
  const counted = { calls: 0, turns: 0 };
  await makeCalls([new LogSink(join(folder, 'minute.ndjson')), tally(counted)]);
  tell(counted, [`${rssMb()} MB at its end`]);
}

/** Is told of all but the last minute, makes that, and sums up. */
async function hour(): Promise<void> {
  const { LogSink } = await import('../src/run/log_sink.ts');
  const { summarySink } = await import('../src/run/summary_sink.ts');
  const { thresholdSink } = await import('../src/run/threshold_stop.ts');
  const { budgetSink } = await import('../src/run/budget.ts');
  const header = (await firstLine()) as HeaderRecord;
  const figures = summarySink();
  const counted = { calls: 0, turns: 0 };
  const sinks: Sink[] = [
    figures,
    thresholdSink(header),
    budgetSink(header.judgement),
    new LogSink(join(folder, 'hour.ndjson')),
    tally(counted),
  ].filter((sink) => sink !== null);
  const steps = [`${rssMb()} MB at its start`];
  for (const sink of sinks)
    sink.begin?.(header, { nowMs: () => 0, stop: () => {}, drain: () => {}, endCall: () => {} });
  for (let copy = 1; copy < MINUTES; copy++) {
    for await (const record of events()) {
      const renamed = asOfMinute(record, copy);
      for (const sink of sinks) sink.record?.(renamed);
    }
  }
  steps.push(`${rssMb()} MB after ${MINUTES - 1} minutes told`);
  // They are told of the last minute as it happens, and end with it.
  const last: Sink = {
    name: 'hour',
    record: (record) => {
      for (const sink of sinks) sink.record?.(record);
    },
    end: async (footer: FooterRecord) => {
      steps.push(`${rssMb()} MB after the last`);
      for (const sink of sinks) await sink.end?.(footer);
    },
  };
  await makeCalls([last]);
  const summary = figures.summary();
  if (summary === null) throw new Error('the hour could not be summed up');
  steps.push(`${rssMb()} MB summed up`);
  tell(counted, steps);
}

async function makeCalls(sinks: readonly Sink[]): Promise<void> {
  const { runPlan } = await import('../src/run/run_plan.ts');
  const { loadScenario } = await import('../src/scenario/load_scenario.ts');
  const { compileWith } = await import('../src/scenario/compile.ts');
  const { scenario, repertoire } = await loadScenario(
    fileURLToPath(new URL('./thousand.yaml', import.meta.url)),
  );
  const { plan, audio } = await compileWith(repertoire, scenario, { concurrency: CALLS });
  const { troubles } = await runPlan({ ...plan, load: LOAD }, audio, { url, sinks, calibrate: false });
  for (const { sink, message } of troubles) throw new Error(`${sink}: ${message}`);
}

async function* lines(): AsyncGenerator<LogRecord> {
  for await (const some of linesOf(createReadStream(join(folder, 'minute.ndjson')))) {
    for (const line of some) yield JSON.parse(line) as LogRecord;
  }
}

async function firstLine(): Promise<LogRecord> {
  for await (const record of lines()) return record;
  throw new Error('the minute left no log');
}

async function* events(): AsyncGenerator<EventRecord> {
  for await (const record of lines()) {
    if (record.type !== 'header' && record.type !== 'footer') yield record;
  }
}

/** The same of another call, in another session. */
function asOfMinute(record: EventRecord, minuteOfHour: number): EventRecord {
  if (!('call' in record)) return record;
  const call = record.call + minuteOfHour * NUMBERS_A_MINUTE;
  if (record.type !== 'call' || record.sessionId === null) return { ...record, call };
  return { ...record, call, sessionId: `${record.sessionId}-${minuteOfHour}` };
}

function tally(counted: { calls: number; turns: number }): Sink {
  return {
    name: 'tally',
    record: ({ type }) => {
      if (type === 'call') counted.calls++;
      if (type === 'turn') counted.turns++;
    },
  };
}

function rssMb(): number {
  return Math.round(process.memoryUsage().rss / (1 << 20));
}

function tell(counted: { readonly calls: number; readonly turns: number }, steps: readonly string[]): void {
  process.send?.({ ...counted, steps, peakMb: process.resourceUsage().maxRSS / 1024 });
  setTimeout(() => process.exit(0), 100);
}
