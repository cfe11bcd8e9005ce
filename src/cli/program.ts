/**
 * The command line. Loads only the command that was asked for, turns every error into words, and tells the exit code: 2 for
 * bad usage or configuration, else what the command says.
 */

import { Command, CommanderError } from 'commander';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { EXHAUSTED, exhaustedAt, wordsOfError } from '../engine/node/exhaustion.ts';
import { packageVersion } from '../disk/own_file.ts';
import { fitted, helpOrError, UNBROKEN } from './help_text.ts';
import type { CommandName } from './command_names.ts';
import { style, type Io } from './io.ts';
import { inert, isForMachines } from './inert.ts';
import { Outputs } from './outputs.ts';
import { asTyped, typedCommand } from './typed_as.ts';

/** What was asked for as JSON passed, and could not be printed. */
const OUTPUT_LOST = 6;

/** As of a run that is invalid: nothing was learnt of the target. */
const MACHINE_EXHAUSTED = 3;

type SetExit = (code: number) => void;
type Load = (io: Io, setExit: SetExit) => Promise<Command>;

const commands: Readonly<Record<CommandName, Load>> = {
  run: async (io, setExit) => (await import('./run.ts')).runCommand(io, setExit),
  replay: async (io, setExit) => (await import('./replay.ts')).replayCommand(io, setExit),
  rehearse: async (io, setExit) => (await import('./rehearse.ts')).rehearseCommand(io, setExit),
  capacity: async (io, setExit) => (await import('./find_capacity.ts')).findCapacityCommand(io, setExit),
  matrix: async (io, setExit) => (await import('./matrix.ts')).matrixCommand(io, setExit),
  pack: async (io) => (await import('./pack.ts')).packCommand(io),
  validate: async (io, setExit) => (await import('./validate.ts')).validateCommand(io, setExit),
  probe: async (io, setExit) => (await import('./probe.ts')).probeCommand(io, setExit),
  report: async (io, setExit) => (await import('./report.ts')).reportCommand(io, setExit),
  merge: async (io, setExit) => (await import('./merge.ts')).mergeCommand(io, setExit),
  manifest: async (io) => (await import('./manifest_command.ts')).manifestCommand(io),
  bundle: async (io) => (await import('./bundle.ts')).bundleCommand(io),
  open: async (io, setExit) => (await import('./open.ts')).openCommand(io, setExit),
  list: async (io) => (await import('./list.ts')).listCommand(io),
  compare: async (io, setExit) => (await import('./compare.ts')).compareCommand(io, setExit),
  baseline: async (io) => (await import('./baseline.ts')).baselineCommand(io),
  trend: async (io) => (await import('./trend.ts')).trendCommand(io),
  forecast: async (io) => (await import('./forecast.ts')).forecastCommand(io),
  staffing: async (io) => (await import('./staffing.ts')).staffingCommand(io),
  limits: async (io) => (await import('./limits_command.ts')).limitsCommand(io),
  'plan-capacity': async (io) => (await import('./plan_capacity.ts')).planCapacityCommand(io),
  doctor: async (io, setExit) => (await import('./doctor.ts')).doctorCommand(io, setExit),
  serve: async (io, setExit) => (await import('./serve.ts')).serveCommand(io, setExit),
  prompt: async (io) => (await import('./prompt.ts')).promptCommand(io),
  dialect: async (io, setExit) => (await import('./dialect_command.ts')).dialectCommand(io, setExit),
  hear: async (io) => (await import('./hear.ts')).hearCommand(io),
  faults: async (io) => (await import('./faults.ts')).faultsCommand(io),
  prices: async (io, setExit) => (await import('./prices_command.ts')).pricesCommand(io, setExit),
  fixtures: async (io, setExit) => (await import('./fixtures.ts')).fixturesCommand(io, setExit),
  init: async (io, setExit) => (await import('./init.ts')).initCommand(io, setExit),
  completion: async (io, setExit) => {
    const others = Object.entries(commands).filter(([name]) => name !== 'completion');
    const all = await Promise.all(others.map(([, load]) => load(io, setExit)));
    return (await import('./completion.ts')).completionCommand(io, all);
  },
};

/** Of this process. */
function ownIo(outputs: Outputs): Io {
  const forMachines = isForMachines(process.argv);
  return {
    out: (text) => outputs.out(forMachines ? text : inert(text, process.env)),
    raw: (text) => outputs.out(text),
    err: (text) => outputs.err(inert(text, process.env)),
    annotate: (text) => outputs.err(text),
    isTTY: process.stdout.isTTY,
    columns: process.stdout.columns ?? 100,
    env: process.env,
    cwd: process.cwd(),
    command: typedCommand({ script: process.argv[1] ?? '', env: process.env, cwd: process.cwd() }),
  };
}

/** Says by `io` what is to be said, and gives the exit code. */
export async function perform(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const setExit: SetExit = (code) => {
    exitCode = code;
  };
  const callstorm = new Command('callstorm')
    .configureOutput({
      writeOut: (text) => io.out(fitted(asTyped(text, io), io.columns)),
      writeErr: (text) => io.err(helpOrError(asTyped(text, io), io.columns)),
      getOutHelpWidth: () => UNBROKEN,
      getErrHelpWidth: () => UNBROKEN,
    })
    .description('Load testing and conversation simulation for realtime voice agents')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(callstorm --help, or callstorm <command> --help, shows how)')
    .addHelpText(
      'after',
      `
Examples:
  callstorm init                                 write a commented scenario to start from: scenario.yaml
  callstorm run scenario.yaml                    load-test the simulated agent; ends in a report
  callstorm run my.yaml --target ws://127.0.0.1:8080/v1/realtime --calls 20
  callstorm rehearse scenario.yaml               the same calls in virtual time: what to expect, and what it costs
  callstorm capacity my.yaml --slo "response_latency p95 < 800ms" --max 200   how many calls at once it holds
  callstorm matrix my.yaml --vary noise=none,babble@10dB --rehearse   what moves which metric
  callstorm validate my.yaml                     check a scenario, and see its plan and cost
  callstorm probe wss://agent.example/v1/realtime   how a service is to be talked to, and what it can: a target to paste
  callstorm serve                                the simulated agent alone, for any client
  callstorm hear rms/refund --impair noise=babble@5dB   what a spoiled caller sounds and looks like
  callstorm report reports/<run>                 show a run's report again
  callstorm list                                 the runs in reports/, newest first
  callstorm open                                 the newest one's page, in the browser
  callstorm compare reports/<run> reports/<run>  whether one is really worse than the other
  callstorm forecast reports/<run> --calls-per-day 20000   what months of such calls will cost
  callstorm replay reports/<run> --call 317      make one call of it again, and see what came of it beside what did

Exit codes: 0 pass, or not judged for want of thresholds, 1 thresholds failed, or no call was completed or answered, \
2 bad usage or configuration, 3 run invalid (the generator could not keep up or start, or the run is not whole), 4 stopped by \
the budget, 5 target unreachable, 6 passed, but the JSON that was asked for could not be printed, 130 interrupted.
`,
    );
  const asked = args.find((arg) => !arg.startsWith('-')) ?? '';
  const known = Object.hasOwn(commands, asked) ? commands[asked as CommandName] : undefined;
  const loads = known === undefined ? Object.values(commands) : [known];
  const wanted = ['-V', '--version'].includes(args[0] ?? '') ? [] : loads;
  for (const load of wanted) callstorm.addCommand(await load(io, setExit));
  for (const command of [callstorm, ...callstorm.commands]) throwErrors(command);
  try {
    await callstorm.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return explain(error, io);
  }
  return exitCode;
}

/** Commander ends the process by itself unless each command is told not to. */
function throwErrors(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwErrors(child);
}

/** What an error says may be a file's words, or a target's: only its own line ends are ends of lines. */
function told(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function explain(error: unknown, io: Io): number {
  const { red } = style(io);
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigErrors) {
    for (const each of error.errors) io.err(`${red('error')} ${asTyped(told(each.describe()), io)}\n`);
    const { length } = error.errors;
    if (length > 1) io.err(`\n${length} mistakes; nothing was run\n`);
    return 2;
  }
  if (error instanceof ConfigError) {
    io.err(`${red('error')} ${asTyped(told(error.describe()), io)}\n`);
    return error.place.code === EXHAUSTED ? MACHINE_EXHAUSTED : 2;
  }
  const exhausted = exhaustedAt('the command could not be carried out', wordsOfError(error));
  if (exhausted !== null) return explain(exhausted, io);
  const text = error instanceof Error ? error.message : String(error);
  io.err(
    `${red('error')} ${told(text)}\n  this is a defect in Callstorm: please report it with the command\n`,
  );
  if (io.env['CALLSTORM_DEBUG'] !== undefined && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
  return 2;
}

/** The exit code, asked for as the process ends: until then an output may still be lost. */
export async function program(args: readonly string[]): Promise<() => number> {
  const outputs = new Outputs();
  const said = await perform(args, ownIo(outputs));
  // A verdict that nobody could read is not hidden, and one that nobody asked to read is not changed.
  return () => (said === 0 && outputs.lost && args.includes('--json') ? OUTPUT_LOST : said);
}
