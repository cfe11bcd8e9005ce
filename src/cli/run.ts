/**
 * `callstorm run`: a scenario becomes a plan, the plan becomes calls, the calls become a report. However it ends (done,
 * Ctrl-C, a dead target, a full disk), what was measured is summed up, written where it can be, and shown.
 */

import { dirname, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { durationText } from '../config/value.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { visible } from '../core/word/visible.ts';
import { dialingOf } from '../engine/node/dialing.ts';
import { readCertificates } from '../engine/node/private_authority.ts';
import { proxyShown } from '../engine/node/proxy.ts';
import { plural } from '../report/figure.ts';
import { loadReporters, partedTroubles, reporterSinks } from '../run/reporters.ts';
import { estimatePlan, neverCalled } from '../forecast/estimate.ts';
import { budgetOption } from './budget_option.ts';
import { commandLine } from './command_line.ts';
import { conclude } from './conclude_run.ts';
import { warnOfCut } from './cut_plan.ts';
import { dryRun } from './dry_run.ts';
import { expectedCost } from './estimated.ts';
import { rehearsingAgent } from './rehearsing_agent.ts';
import { shareEstimate } from '../forecast/share_estimate.ts';
import { EVERY_CALL, partOf } from '../core/load/selection.ts';
import { estimateRun } from '../run/run_estimate.ts';
import { faultOption } from './fault_option.ts';
import { interruptsSoFar, type Interrupts } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { liveOptions, openLive } from './live_option.ts';
import { measure, warningDuring } from './make_calls.ts';
import { atLeastOne, commandFor, planOptions, type RunOptions } from './options.ts';
import { keptOf, plannedOf, SCENARIO_OR_PACK } from './planned.ts';
import { recordingNotes, recordOption } from './record_option.ts';
import { reporterOption, warnOf } from './reporter_option.ts';
import { directoryFor, logPath, openLogAt, refuseTaken } from './run_directory.ts';
import { refuseAgentOptions, refuseOnK6, refuseWithoutFolder } from './run_refusal.ts';
import {
  refuseEmptyShares,
  refuseShareOfSimulator,
  shareOptions,
  shareShown,
  STDOUT,
} from './share_option.ts';
import { quirksPlayed, startSimulatedAgent, type SimulatedAgent } from './simulated_agent.ts';
import { startTelemetry, telemetryOptions, type Telemetry } from './telemetry_option.ts';
import { requireKey, tokensFor, warnOfDoubts, warnOfPlainKey } from './target_key.ts';
import type { LogSink } from '../run/log_sink.ts';
import { workersFor } from '../run/workers.ts';
import { StdoutLog } from './stdout_log.ts';
import { watchParent } from './with_parent.ts';
import { refuseUpload } from './upload_log.ts';
import { keepPlan } from '../run/plan_file.ts';

export function runCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('run', io)
    .description('run a scenario: make its calls, measure them, and report')
    .argument('<scenario>', SCENARIO_OR_PACK)
    .option('--target <url>', 'a ws:// or wss:// URL, or `simulator`, in place of the scenario’s')
    .addOption(new Option('--engine <name>', 'what makes the calls').choices(['node', 'k6']).default('node'));
  faultOption(command, 'have the simulated agent misbehave (callstorm serve --help lists how)');
  recordOption(command);
  liveOptions(command);
  telemetryOptions(command);
  reporterOption(command);
  return budgetOption(shareOptions(planOptions(command)))
    .option(
      '--workers <n>',
      'worker threads, at most 4 a core (default: by concurrency and cores)',
      atLeastOne,
    )
    .option(
      '--calibrate',
      'measure the report’s own error with extra calls to an agent whose true instants are known (default: from 50 calls on, where it adds at most 2%)',
    )
    .option('--no-calibrate', 'make no such calls')
    .option('--out <dir>', 'where the report goes (default: reports/<time>-<scenario>)')
    .option('--agent-log <file>', 'have the simulated agent write its own log of true instants')
    .option(
      '--dry-run',
      'say what the run would come to, what it would cost and what would stop it, and make no call',
    )
    .option(
      '--json',
      'print summary.json (of a dry run: its estimate) to standard output in place of the table',
    )
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm run scenario.yaml
  $ callstorm run my.yaml --target ws://127.0.0.1:8787/v1/realtime --calls 20
  $ callstorm run my.yaml --duration 10m --concurrency 400 --workers 2
  $ callstorm run my.yaml --fault server_error:5% --fault slow_first_token:20%:median=3s
  $ callstorm run my.yaml --record worst:10
  $ callstorm run my.yaml --dry-run
  $ callstorm run my.yaml --budget '$20'
  $ callstorm run my.yaml --prometheus :9464
  $ callstorm run my.yaml --ui --open
  $ callstorm run my.yaml --otel http://localhost:4318
  $ callstorm run my.yaml --reporter csv --reporter ./mine.ts
  $ callstorm run my.yaml --json --quiet | jq .metrics.response_latency.p95

The key for a target comes from the environment variable that the scenario names (target.key_env).
Ctrl-C (or a terminal that is closed) ends the calls and still writes the report; a second Ctrl-C does not wait for them.
`,
    )
    .action(async (file: string, options: RunOptions) => setExit(await run(io, file, options)));
}

async function run(io: Io, file: string, options: RunOptions): Promise<number> {
  const interrupts = interruptsSoFar();
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
  const planned = await plannedOf(io, file, options);
  const { plan, audio, path, fixturesDirs, authority } = planned;
  const rehearsing = () => rehearsingAgent(plan, { path, fixturesDirs, faults: options.fault });
  if (options.dryRun === true) {
    dryRun(io, { plan, audio, file, json: options.json === true }, await rehearsing());
    if (options.shard !== undefined && options.shard.of > 1)
      io.err(`This is of the whole plan, of which --shard makes one part of ${options.shard.of}.\n`);
    return 0;
  }
  refuseOnK6(plan, options, io.env);
  refuseShareOfSimulator(plan, options);
  if (options.shard !== undefined) refuseEmptyShares(plan.load, options.shard, '--shard');
  warnOfCut(plan, options.shard?.of, io);
  const workers = workersFor(plan, options.workers, undefined, options.shard);
  if (plan.target.url !== 'simulator') refuseAgentOptions(options);
  requireKey(plan, io);
  const { proxy } = dialingOf(plan.target, plan.target.url, io.env);
  if (authority !== undefined) await readCertificates(authority);
  const tokens = await tokensFor(plan, io, dirname(path));
  warnOfDoubts(plan, io);
  warnOfPlainKey(plan, io);
  const toStdout = options.log === STDOUT;
  refuseWithoutFolder(options);
  refuseUpload(io, options);
  const directory = directoryFor(io, plan, options.out);
  const folder = options.log !== undefined && options.out === undefined ? null : directory;
  const logFile = logPath(io, folder, options.log);
  if (folder !== null) refuseTaken(folder);
  const forget = options.withParent === true ? watchParent(() => interrupts.ask()) : () => {};
  const reporters = await loadReporters(options.reporter ?? [], io.cwd);
  const say = options.quiet === true ? () => {} : (text: string) => io.err(text);
  const { bold, dim } = style(io);
  const shown = relative(io.cwd, directory) || '.';
  const live = await openLive(io, options);
  let agent: SimulatedAgent | null = null;
  let log: LogSink | null = null;
  let stdoutLog: StdoutLog | null = null;
  let telemetry: Telemetry | null = null;
  try {
    telemetry = await startTelemetry(io, options, say, warningDuring(io, options.quiet === true));
    if (plan.target.url === 'simulator') {
      const profile = plan.target.profile;
      agent = await startSimulatedAgent({
        plan,
        seed: plan.seed,
        ...quirksPlayed(plan),
        ...(profile === undefined ? {} : { profile: resolve(dirname(path), profile) }),
        ...(options.agentLog === undefined ? {} : { log: resolve(io.cwd, options.agentLog) }),
        fixtures: fixturesDirs.slice(1),
        faults: options.fault ?? [],
      });
    }
    const url = agent?.url ?? plan.target.url;
    const estimate = estimatePlan(plan);
    const forWhole = await estimateRun(plan, audio, rehearsing);
    const expected = { ...forWhole, record: shareEstimate(forWhole.record, plan, options.shard) };
    const missing = neverCalled(estimate);
    if (missing !== null) io.err(`warning ${missing}\n`);
    say(
      `${bold(visible(plan.scenario.name))}  ${dim('→')} ${agent === null ? visible(withoutSecrets(url)) : `simulated agent at ${url}`}${proxy === null ? '' : ` through the proxy ${proxyShown(proxy)}`}\n` +
        dim(
          `${shareShown(options)}${plan.load.mode} load, up to ${plural(partOf(estimate.peakConcurrency, options.shard ?? EVERY_CALL), 'call')} at once, about ` +
            `${durationText(Math.round(expected.record.durationMs / 1000) * 1000)}${expectedCost(expected.record)}; seed ${plan.seed}; log ${logFile === null ? 'on standard output' : `in ${folder === null ? logFile : shown}`}\n`,
        ),
    );
    const command = commandLine(file, options, io.command);
    stdoutLog = toStdout ? new StdoutLog((text) => pour(io, text)) : null;
    log = logFile === null ? null : openLogAt(logFile);
    const unkept = folder === null ? null : await keepPlan(folder, keptOf(planned));
    const measured = await measure({
      io,
      plan,
      audio,
      url,
      engine: options.engine,
      workers,
      log,
      file,
      command,
      quiet: options.quiet === true,
      calibrate: options.calibrate,
      share: options,
      interrupts,
      estimate: expected,
      ca: authority,
      tokens,
      record: options.record === undefined ? undefined : { which: options.record, directory },
      sinks: [
        ...(stdoutLog === null ? [] : [stdoutLog]),
        ...telemetry.sinks,
        ...(live === null ? [] : [live.sink]),
        ...(await reporterSinks(reporters, { directory }, (text) => warnOf(io, text))),
      ],
    });
    const { header, summary, log: records, troubles, recordings } = measured;
    const parted = partedTroubles(reporters, troubles);
    for (const trouble of parted.reporters) warnOf(io, trouble);
    const lost = [
      ...parted.others.map(({ sink, message }) => `${sink}: ${message}`),
      ...(unkept === null ? [] : [unkept]),
    ];
    if (summary === null) throw new Error(`the run could not be summed up: ${lost.join('; ')}`);
    const ended = agent?.ended() ?? null;
    const notes = [
      ...summary.notes,
      ...(recordings === null ? [] : recordingNotes(recordings)),
      ...(ended === null ? [] : [`The simulated agent's process ended during the run: ${ended}.`]),
    ];
    const kept = { header, directory: folder, logFile, lost, recordings, records, reporters, live };
    const exitCode = await conclude(io, { ...summary, notes }, kept, options);
    await telemetry.finish();
    return exitCode;
  } finally {
    forget();
    stdoutLog?.close();
    telemetry?.close();
    log?.discardEmpty();
    await live?.close();
    await agent?.stop();
  }
}

function pour(io: Io, text: string): boolean {
  if (io.raw !== undefined) return io.raw(text);
  io.out(text);
  return true;
}
