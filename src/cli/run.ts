/**
 * `callstorm run`: a scenario becomes a plan, the plan becomes calls, the calls become a report. However it ends (done,
 * Ctrl-C, a dead target, a full disk), what was measured is summed up, written where it can be, and shown.
 */

import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/config_error.ts';
import type { Plan, PlanAudio } from '../core/plan.ts';
import type { LogRecord } from '../core/record.ts';
import { CallLog } from '../engine/call_log.ts';
import { monotonicMs } from '../engine/node/clock.ts';
import { headerOf, withoutSecrets } from '../engine/node/header.ts';
import { NodeRun } from '../engine/node/run.ts';
import { LiveTally } from '../report/live.ts';
import { LogGatherer } from '../report/log.ts';
import { LOG_FILE } from '../report/read.ts';
import { summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import { exitCodeOf } from '../report/verdict.ts';
import { jsonReport } from '../report/view/json.ts';
import { terminalReport } from '../report/view/terminal.ts';
import { writeReports } from '../report/write.ts';
import { compileWith } from '../scenario/compile.ts';
import { estimatePlan } from '../scenario/estimate.ts';
import { loadScenario } from '../scenario/load.ts';
import { durationText } from '../config/value.ts';
import { Interrupts } from './interrupts.ts';
import { faultOption } from './fault_option.ts';
import { style, type Io } from './io.ts';
import { commandFor, overridesOf, planOptions, wholeNumber, type PlanOptions } from './options.ts';
import { Progress } from './progress.ts';
import { startSimulatedAgent, type SimulatedAgent } from './simulated_agent.ts';

interface RunOptions extends PlanOptions {
  readonly target?: string;
  readonly engine: 'node';
  readonly workers?: number;
  readonly out?: string;
  readonly agentLog?: string;
  readonly fault?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** From the workers' being ready to instant 0: time to set their clocks. */
const HEAD_START_MS = 150;
/** One worker's event loop carries this many calls with room to spare. */
const CALLS_PER_WORKER = 1000;

export function runCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('run', io)
    .description('run a scenario: make its calls, measure them, and report')
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file')
    .option('--target <url>', 'a ws:// or wss:// URL, or `simulator`, in place of the scenario’s')
    .addOption(new Option('--engine <name>', 'what makes the calls').choices(['node']).default('node'));
  faultOption(command, 'have the simulated agent misbehave (callstorm serve --help lists how)');
  return planOptions(command)
    .option('--workers <n>', 'worker threads (default: by concurrency and cores)', wholeNumber)
    .option('--out <dir>', 'where the report goes (default: reports/<time>-<scenario>)')
    .option('--agent-log <file>', 'have the simulated agent write its own log of true instants')
    .option('--json', 'print summary.json to standard output in place of the table')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm run scenarios/support-line.yaml
  $ callstorm run my.yaml --target ws://127.0.0.1:8787/v1/realtime --calls 20
  $ callstorm run my.yaml --duration 10m --concurrency 400 --workers 2
  $ callstorm run my.yaml --fault server_error:5% --fault slow_first_token:20%:median=3s
  $ callstorm run my.yaml --json --quiet | jq .metrics.response_latency.p95

The key for a target comes from the environment variable that the scenario names (target.key_env).
Ctrl-C ends the calls and still writes the report; a second Ctrl-C does not wait for them.
`,
    )
    .action(async (file: string, options: RunOptions) => setExit(await run(io, file, options)));
}

async function run(io: Io, file: string, options: RunOptions): Promise<number> {
  const interrupts = new Interrupts();
  try {
    return await runInterruptibly(io, file, options, interrupts);
  } finally {
    interrupts.release();
  }
}

async function runInterruptibly(
  io: Io,
  file: string,
  options: RunOptions,
  interrupts: Interrupts,
): Promise<number> {
  const { scenario, repertoire, path, fixturesDirs } = await loadScenario(file, { cwd: io.cwd });
  const { plan, audio } = await compileWith(repertoire, scenario, overridesOf(options));
  const workers = workersFor(plan, options.workers);
  requireKey(plan, io);
  warnOfPlainKey(plan, io);
  const directory = directoryFor(io, plan, options.out);
  refuseTaken(directory);
  const say = options.quiet === true ? () => {} : (text: string) => io.err(text);
  const { bold, dim } = style(io);
  const shown = relative(io.cwd, directory) || '.';
  let agent: SimulatedAgent | null = null;
  let log: CallLog | null = null;
  try {
    if (plan.target.url === 'simulator') {
      const profile = plan.target.profile;
      agent = await startSimulatedAgent({
        seed: plan.seed,
        ...(profile === undefined ? {} : { profile: resolve(dirname(path), profile) }),
        ...(options.agentLog === undefined ? {} : { log: resolve(io.cwd, options.agentLog) }),
        fixtures: fixturesDirs.slice(1),
        faults: options.fault ?? [],
      });
    }
    const url = agent?.url ?? plan.target.url;
    const estimate = estimatePlan(plan);
    say(
      `${bold(plan.scenario.name)}  ${dim('→')} ${agent === null ? withoutSecrets(url) : `simulated agent at ${url}`}\n` +
        dim(
          `${plan.load.mode} load, up to ${estimate.peakConcurrency} calls at once, about ` +
            `${durationText(estimate.durationMs)}; seed ${plan.seed}; log in ${shown}\n`,
        ),
    );
    const command = commandLine(file, options);
    log = openLog(directory);
    const summary = await measure({ io, plan, audio, url, workers, log, file, command, options, interrupts });
    return await conclude(io, summary, directory, log, options);
  } finally {
    log?.close();
    await agent?.stop();
  }
}

interface Measuring {
  readonly io: Io;
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  readonly workers: number;
  readonly log: CallLog;
  readonly file: string;
  readonly command: string;
  readonly options: RunOptions;
  readonly interrupts: Interrupts;
}

/** Makes the calls. The summary comes from the records themselves, so that a full disk does not lose it. */
async function measure(measuring: Measuring): Promise<Summary> {
  const { io, plan, audio, url, workers, log, file, command, options, interrupts } = measuring;
  const gatherer = new LogGatherer();
  const tally = new LiveTally(plan.judgement.pricing);
  const keep = (record: LogRecord, line?: string): void => {
    log.write(record, line);
    gatherer.add(record, log.path, 0);
    tally.add(record);
  };
  const { maxUsd } = plan.judgement.budget ?? {};
  const engine = new NodeRun({
    plan,
    audio,
    url,
    workers,
    onRecord: keep,
    onStart: (call, atMs) => tally.callStarted(call, atMs),
    onGauge: (gauge) => {
      tally.add(gauge);
      const { spentUsd } = tally.figures(gauge.atMs);
      if (maxUsd !== undefined && spentUsd !== null && spentUsd >= maxUsd) {
        engine.stop('budget', `spent $${spentUsd.toFixed(2)} of $${maxUsd}`);
      }
    },
  });
  interrupts.on((times) => {
    if (times > 1) engine.abort();
    else {
      io.err('\nstopping: ending the calls that are going on (again to cut them off)\n');
      engine.stop('interrupted', 'stopped by the user');
    }
  });
  await engine.prepare();
  const startedAtMonotonicMs = monotonicMs() + HEAD_START_MS;
  const startedAtMs = Date.now() + HEAD_START_MS;
  keep(
    headerOf({
      plan,
      run: runId(startedAtMs, plan),
      file,
      url,
      workers,
      startedAtMs,
      monotonicAtMs: startedAtMonotonicMs,
      command,
    }),
  );
  const planned = plan.load.mode === 'open' ? plan.load.startsMs.length : (plan.load.calls ?? null);
  const progress =
    options.quiet === true
      ? null
      : new Progress(
          io,
          {
            figures: () => tally.figures(monotonicMs() - startedAtMonotonicMs),
            elapsedMs: () => monotonicMs() - startedAtMonotonicMs,
            planned,
          },
          process.stderr.isTTY,
        );
  try {
    await engine.run(startedAtMonotonicMs);
  } finally {
    progress?.stop();
    interrupts.release();
  }
  log.close();
  const gathered = gatherer.finish();
  if (gathered === null) throw new Error('a run without a header');
  return summarize(gathered);
}

async function conclude(
  io: Io,
  summary: Summary,
  directory: string,
  log: CallLog,
  options: RunOptions,
): Promise<number> {
  const { red, dim } = style(io);
  const { failed } = await writeReports(summary, directory);
  if (options.json === true) io.out(jsonReport(summary));
  else io.out(`\n${terminalReport(summary, style(io), io.columns)}`);
  const troubles = [
    ...(log.error === null ? [] : [`${log.path}: ${log.error.message}: the log is incomplete`]),
    ...failed.map(({ file, reason }) => `${file}: ${reason}`),
  ];
  for (const trouble of troubles) io.err(`${red('error')} ${trouble}\n`);
  if (troubles.length > 0) {
    io.err(
      '  the figures above are complete; make room or choose another --out, and run again to keep them\n',
    );
    return 2;
  }
  if (options.json !== true && options.quiet !== true) {
    const shown = relative(io.cwd, directory) || '.';
    io.err(`${dim(`report: ${join(shown, 'report.md')}  log: ${join(shown, LOG_FILE)}`)}\n`);
  }
  return exitCodeOf(summary);
}

function workersFor(plan: Plan, asked: number | undefined): number {
  if (asked === 0) {
    throw new ConfigError('--workers: expected at least 1, found 0', {
      code: 'option_invalid',
      path: '--workers',
    });
  }
  const peak = plan.load.mode === 'open' ? plan.load.maxConcurrency : plan.load.concurrency;
  // One core is the target's, or the system's.
  return asked ?? Math.max(1, Math.min(availableParallelism() - 1, Math.ceil(peak / CALLS_PER_WORKER)));
}

function requireKey(plan: Plan, io: Io): void {
  const { keyEnv } = plan.target;
  if (keyEnv === undefined || plan.target.url === 'simulator') return;
  const key = io.env[keyEnv];
  // oxlint-disable-next-line no-control-regex -- what a header may not carry
  if (key !== undefined && /[^\t\u0020-\u007E]/.test(key)) {
    throw new ConfigError(
      `expected a key that fits in a header in ${keyEnv}; it has a line break or another odd character`,
      {
        code: 'key_malformed',
        path: 'target.key_env',
        hint: 'set it again without what surrounds it, e.g. the carriage return of a Windows .env file',
      },
    );
  }
  if (key !== undefined && key !== '') return;
  throw new ConfigError(`expected a key in the environment variable ${keyEnv}, found none`, {
    code: 'key_missing',
    path: 'target.key_env',
    hint: `export ${keyEnv}=… and run again; or leave key_env out for a target that asks for none`,
  });
}

/** A key that leaves the machine unencrypted is worth a word. */
function warnOfPlainKey(plan: Plan, io: Io): void {
  const { keyEnv, url } = plan.target;
  if (keyEnv === undefined || !url.startsWith('ws://')) return;
  const { hostname } = new URL(url);
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) return;
  io.err(
    `${style(io).yellow('warning')} the key in ${keyEnv} goes to ${hostname} unencrypted: ws:// is not wss://\n`,
  );
}

function directoryFor(io: Io, plan: Plan, asked: string | undefined): string {
  if (asked !== undefined) return resolve(io.cwd, asked);
  const stem = `${stamp(Date.now())}-${slug(plan.scenario.name)}`;
  for (let n = 1; ; n++) {
    const directory = resolve(io.cwd, 'reports', n === 1 ? stem : `${stem}-${n}`);
    if (!existsSync(directory)) return directory;
  }
}

function refuseTaken(directory: string): void {
  if (existsSync(join(directory, LOG_FILE))) {
    throw new ConfigError(`expected a directory without a run in it, found ${LOG_FILE} there`, {
      code: 'out_taken',
      file: directory,
      hint: 'choose another --out, or remove that run first: nothing is overwritten',
    });
  }
  if (existsSync(directory) && !statSync(directory).isDirectory()) {
    throw new ConfigError('expected a directory, found a file', {
      code: 'out_not_a_directory',
      file: directory,
    });
  }
}

function openLog(directory: string): CallLog {
  const path = join(directory, LOG_FILE);
  try {
    return new CallLog(path);
  } catch (error) {
    throw new ConfigError(`the log cannot be written: ${(error as Error).message}`, {
      code: 'out_unwritable',
      file: path,
      hint: 'choose another --out',
    });
  }
}

function commandLine(file: string, options: RunOptions): string {
  const parts = ['callstorm run', quoted(file)];
  if (options.target !== undefined) parts.push(`--target ${quoted(withoutSecrets(options.target))}`);
  if (options.calls !== undefined) parts.push(`--calls ${options.calls}`);
  if (options.concurrency !== undefined) parts.push(`--concurrency ${options.concurrency}`);
  if (options.duration !== undefined) parts.push(`--duration ${options.duration}ms`);
  if (options.seed !== undefined) parts.push(`--seed ${options.seed}`);
  if (options.workers !== undefined) parts.push(`--workers ${options.workers}`);
  for (const fault of options.fault ?? []) parts.push(`--fault ${quoted(fault)}`);
  return parts.join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function runId(startedAtMs: number, plan: Plan): string {
  return `${stamp(startedAtMs)}-${plan.id.slice(0, 8)}-${process.pid.toString(36)}`;
}

function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replaceAll(':', '-');
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
