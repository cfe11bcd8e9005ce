/**
 * `callstorm capacity`: how many calls a target holds. One run, whose load is changed as it goes on; however it ends, what was
 * found is kept and told.
 */

import { dirname, join, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { loadAgent } from '../agent/simulator.ts';
import { visible } from '../core/word/visible.ts';
import { readFaultText } from '../fault/fault_wish.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import type { CapacityResult } from '../forecast/capacity/capacity_result.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { capacityJson, capacityViews } from '../report/capacity/capacity_views.ts';
import { capacityTerminal } from '../report/capacity/capacity_terminal.ts';
import { capacitySink } from '../run/capacity/capacity_sink.ts';
import { steeredPlan } from '../run/capacity/steered_plan.ts';
import { keepPlan } from '../run/plan_file.ts';
import { rehearsePlan } from '../run/rehearse_plan.ts';
import { workersFor } from '../run/workers.ts';
import { compileWith } from '../scenario/compile.ts';
import { loadScenario } from '../scenario/load_scenario.ts';
import {
  amount,
  commandOf,
  money,
  MOST_OF_ARRIVALS,
  onlySimulated,
  settingsOf,
  share,
  type CapacityOptions,
} from './capacity_option.ts';
import { capacityProgress } from './capacity_progress.ts';
import { faultOption } from './fault_option.ts';
import { interruptsSoFar, type Interrupts } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { measure } from './make_calls.ts';
import { atLeastOne, commandFor, seed, time } from './options.ts';
import { directoryFor, openLog, refuseTaken } from './run_directory.ts';
import { quirksPlayed, startSimulatedAgent, type SimulatedAgent } from './simulated_agent.ts';
import { requireKey, warnOfDoubts, warnOfPlainKey } from './target_key.ts';
import { asTyped } from './typed_as.ts';

export function findCapacityCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('capacity', io)
    .description('find how many calls at once (or per second) a target holds')
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file; its load is not used')
    .option(
      '--slo <conditions>',
      'what has to hold, e.g. "response_latency p95 < 800ms, error_rate < 1%" (default: the scenario’s thresholds)',
    )
    .option('--max <n>', 'no more than this', amount, 1000)
    .option('--from <n>', 'the first level (default: 2 calls at once, or 0.2 per second)', amount)
    .option('--arrivals', 'raise the calls that begin per second (Poisson), in place of the calls at once')
    .option('--at-least <n>', 'exit with 1 where fewer are found to hold', amount)
    .addOption(
      new Option('--within <share>', 'how near the two ends of the knee are to be')
        .argParser(share)
        .default(0.05, '5%'),
    )
    .addOption(
      new Option('--level-least <time>', 'measure each level for at least this')
        .argParser(time)
        .default(30_000, '30s'),
    )
    .addOption(
      new Option('--level-most <time>', 'and at most this: then it stays undecided, and counts as not held')
        .argParser(time)
        .default(900_000, '15m'),
    )
    .addOption(new Option('--time <time>', 'of the whole search').argParser(time).default(14_400_000, '4h'))
    .option('--budget <amount>', 'end the search where it has cost so much, e.g. $20', money)
    .option('--rehearse', 'search in virtual time, against the simulated agent: nothing is dialled')
    .option('--target <url>', 'a ws:// or wss:// URL, or `simulator`, in place of the scenario’s')
    .option('--seed <n>', 'in place of the scenario’s', seed)
    .option('--workers <n>', 'worker threads, at most 4 a core (default: by --max and cores)', atLeastOne);
  return faultOption(command, 'have the simulated agent misbehave')
    .option('--out <dir>', 'where the result and the log go (default: reports/<time>-<scenario>)')
    .option('--json', 'print capacity.json to standard output in place of the table')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm capacity my.yaml --slo "response_latency p95 < 800ms, error_rate < 1%" --max 200
  $ callstorm capacity my.yaml --rehearse
  $ callstorm capacity my.yaml --slo "response_latency p95 < 1s" --arrivals --max 5 --budget $20
  $ callstorm capacity my.yaml --slo "response_latency p95 < 1200ms" --from 30 --max 120 --at-least 40

The load is raised until a condition fails, the bracket is halved, and the two levels at its ends are measured twice. Each level
lasts until its statistic is decided; a level whose calls the generator cannot make on time says nothing of the target.
Conditions are percentiles and rates. In capacity.json, capacity.md and levels.csv is what was found; in calls.ndjson are the calls.

Exit codes: 0 a level holds (and --at-least as many), 1 none does, or fewer, 2 bad usage, 3 the generator is the limit, \
4 stopped by --budget, 5 no call got through, 130 interrupted.
`,
    )
    .action(async (file: string, options: CapacityOptions) => setExit(await findCapacity(io, file, options)));
}

async function findCapacity(io: Io, file: string, options: CapacityOptions): Promise<number> {
  const interrupts = interruptsSoFar();
  try {
    return await search(io, file, options, interrupts);
  } finally {
    interrupts.release();
  }
}

async function search(
  io: Io,
  file: string,
  options: CapacityOptions,
  interrupts: Interrupts,
): Promise<number> {
  const loaded = await loadScenario(file, { cwd: io.cwd });
  const target = options.rehearse === true ? 'simulator' : options.target;
  const compiled = await compileWith(loaded.repertoire, loaded.scenario, {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(target === undefined ? {} : { target }),
  });
  const unit = options.arrivals === true ? 'calls_per_second' : 'calls_at_once';
  const settings = settingsOf(options, compiled.plan);
  const plan = steeredPlan(compiled.plan, settings, unit, MOST_OF_ARRIVALS);
  const workers = workersFor(plan, options.workers);
  const simulated = plan.target.url === 'simulator';
  if (!simulated && options.fault !== undefined) throw onlySimulated();
  if (options.rehearse !== true) {
    requireKey(plan, io);
    warnOfDoubts(plan, io);
    warnOfPlainKey(plan, io);
  }
  const directory = directoryFor(io, plan, options.out);
  refuseTaken(directory);
  const quiet = options.quiet === true;
  const sink = capacitySink({
    settings,
    unit,
    pricing: plan.judgement.pricing,
    ...(quiet ? {} : { progress: capacityProgress(io, unit, settings) }),
  });
  const { profile } = plan.target;
  const profilePath = profile === undefined ? {} : { profile: resolve(dirname(loaded.path), profile) };
  const command = commandOf(io, file, options);
  const log = openLog(directory);
  let agent: SimulatedAgent | null = null;
  const troubles: string[] = [];
  try {
    if (options.rehearse === true) {
      // Virtual time leaves nobody a moment to be told of Ctrl-C: it ends the process, as it does a rehearsal.
      interrupts.release();
      const rehearsed = await rehearsePlan(plan, compiled.audio, {
        agent: await loadAgent({
          seed: plan.seed,
          ...profilePath,
          fixturesDirs: [PACKAGE_FIXTURES_DIR, ...loaded.fixturesDirs.slice(1)],
          faults: (options.fault ?? []).flatMap((text) => {
            const reading = readFaultText(text);
            return 'ok' in reading ? [reading.ok] : [];
          }),
        }),
        sinks: [log, sink],
        file,
        command,
      });
      troubles.push(...rehearsed.troubles.map(({ sink: name, message }) => `${name}: ${message}`));
    } else {
      if (simulated) {
        agent = await startSimulatedAgent({
          plan,
          seed: plan.seed,
          ...quirksPlayed(plan),
          ...profilePath,
          fixtures: loaded.fixturesDirs.slice(1),
          faults: options.fault ?? [],
        });
      }
      const unkept = await keepPlan(directory, {
        plan,
        audio: compiled.audio,
        scenario: loaded.path,
        fixturesDirs: loaded.fixturesDirs,
        beds: compiled.beds,
      });
      if (unkept !== null) troubles.push(unkept);
      const { ca } = plan.target;
      const measured = await measure({
        io,
        plan,
        audio: compiled.audio,
        url: agent?.url ?? plan.target.url,
        workers,
        log,
        file,
        command,
        // Levels are what is told of; how many calls go on is one of their figures.
        quiet: true,
        calibrate: false,
        interrupts,
        ca: ca === undefined ? undefined : resolve(dirname(loaded.path), ca),
        folder: dirname(loaded.path),
        record: undefined,
        sinks: [sink],
      });
      troubles.push(...measured.troubles.map(({ sink: name, message }) => `${name}: ${message}`));
    }
    return await conclude(io, sink.result(), directory, troubles, options);
  } finally {
    log.discardEmpty();
    await agent?.stop();
  }
}

async function conclude(
  io: Io,
  result: CapacityResult | null,
  directory: string,
  troubles: string[],
  options: CapacityOptions,
): Promise<number> {
  const { red, dim } = style(io);
  if (result === null) throw new Error(`the search came to no result: ${troubles.join('; ')}`);
  for (const { file, make } of capacityViews) {
    try {
      await writeWhole(join(directory, file), make(result));
    } catch (error) {
      troubles.push(`${file}: ${reasonOf(error)}`);
    }
  }
  if (options.json === true) io.out(capacityJson(result));
  else io.out(`\n${asTyped(capacityTerminal(result, style(io), io.columns), io)}`);
  for (const trouble of troubles) io.err(`${red('error')} ${visible(trouble)}\n`);
  if (troubles.length > 0) return 2;
  if (options.quiet !== true) {
    const shown = relative(io.cwd, directory) || '.';
    const files = capacityViews.map(({ file }) => file).join(', ');
    io.err(dim(`${shown}: ${files} and the log, which \`callstorm report\` reads\n`));
  }
  return exitOf(result, options.atLeast);
}

export function exitOf({ limit, knee }: CapacityResult, atLeast: number | undefined): number {
  switch (limit.by) {
    case 'interrupted':
      return 130;
    case 'unreachable':
      return 5;
    case 'budget':
      return 4;
    case 'generator':
      return atLeast !== undefined && (knee.holds ?? 0) >= atLeast ? 0 : 3;
    case 'target':
    case 'max':
    case 'time':
      return knee.holds === null || knee.holds < (atLeast ?? 0) ? 1 : 0;
  }
}
