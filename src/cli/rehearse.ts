/**
 * `callstorm rehearse`: the whole plan in virtual time against the simulated agent, with the faults and the network that the
 * scenario has, before anything is dialled or paid for.
 */

import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { durationText } from '../config/value.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { estimatePlan, neverCalled } from '../forecast/estimate.ts';
import { count, plural } from '../report/figure.ts';
import { exitCodeOf } from '../report/verdict.ts';
import { jsonReport } from '../report/view/json.ts';
import { terminalReport } from '../report/view/terminal.ts';
import { PAGE_FILE } from '../report/view/views.ts';
import { loadReporters, partedTroubles, reporterSinks, type Reporters } from '../run/reporters.ts';
import { LOG_FILE } from '../report/read.ts';
import { rehearsePlan, type Rehearsal } from '../run/rehearse_plan.ts';
import type { Sink } from '../run/sink.ts';
import { budgetOption } from './budget_option.ts';
import { commandLine } from './command_line.ts';
import { tellGitHub } from './github.ts';
import { faultHelp, faultOption } from './fault_option.ts';
import { style, type Io } from './io.ts';
import { commandFor, planOptions, type PlanOptions } from './options.ts';
import { plannedOf, SCENARIO_OR_PACK } from './planned.ts';
import { reporterOption, warnOf, writeAll } from './reporter_option.ts';
import { openLog, refuseTaken } from './run_directory.ts';
import { rehearsingAgent } from './rehearsing_agent.ts';
import { asTyped } from './typed_as.ts';

interface RehearseOptions extends PlanOptions {
  readonly out?: string;
  readonly fault?: readonly string[];
  readonly reporter?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** A rehearsal that takes longer than this says how far it is. */
const TELL_EVERY_MS = 2000;

export function rehearseCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('rehearse', io)
    .description(
      'make every call of a scenario in virtual time, against the simulated agent: nothing is dialled',
    )
    .argument('<scenario>', SCENARIO_OR_PACK);
  return reporterOption(faultOption(budgetOption(planOptions(command)), 'have the simulated agent misbehave'))
    .option(
      '--out <dir>',
      'keep the log and the report of the rehearsal there (default: they are only shown)',
    )
    .option('--json', 'print summary.json to standard output in place of the table')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm rehearse scenario.yaml
  $ callstorm rehearse my.yaml --calls 500 --seed 7
  $ callstorm rehearse my.yaml --fault server_error:5% --out reports/rehearsal

What is foretold: how many calls there will be at once, which thresholds would hold, what the calls would cost at the
scenario's prices, and where the faults strike. How fast a real agent answers is not: the simulated one is as fast as its
profile. The thresholds judge it as they judge a run, with the same exit codes.

${faultHelp()}
`,
    )
    .action(async (file: string, options: RehearseOptions) => setExit(await rehearse(io, file, options)));
}

async function rehearse(io: Io, file: string, options: RehearseOptions): Promise<number> {
  const { plan, audio, path, fixturesDirs } = await plannedOf(io, file, options);
  const directory = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (directory !== null) refuseTaken(directory);
  const reporters = await loadReporters(options.reporter ?? [], io.cwd);
  refuseHomeless(reporters, directory);
  const { dim, bold } = style(io);
  const say = options.quiet === true ? () => {} : (text: string) => io.err(text);
  const estimate = estimatePlan(plan);
  const missing = neverCalled(estimate);
  if (missing !== null) io.err(`warning ${missing}\n`);
  say(
    `${bold(visible(plan.scenario.name))}  ${dim('→')} simulated agent, in virtual time\n` +
      dim(
        `${plural(estimate.calls, 'call')}, up to ${count(estimate.peakConcurrency)} at once; seed ${plan.seed}\n`,
      ),
  );
  const agent = await rehearsingAgent(plan, { path, fixturesDirs, faults: options.fault });
  const log = directory === null ? null : openLog(directory);
  const watching = await reporterSinks(reporters, { directory }, (text) => warnOf(io, text));
  const startedMs = performance.now();
  try {
    const rehearsal = await rehearsePlan(plan, audio, {
      agent,
      sinks: [...(log === null ? [] : [log]), ...watching, told(say, estimate.calls)],
      file,
      command: commandLine(file, options, io.command, 'rehearse'),
      warn: (text) => warnOf(io, text),
    });
    return await conclude(io, rehearsal, performance.now() - startedMs, { directory, reporters }, options);
  } finally {
    log?.discardEmpty();
  }
}

async function conclude(
  io: Io,
  { summary, log, troubles, talkedMs, lastedMs }: Rehearsal,
  tookMs: number,
  { directory, reporters }: { readonly directory: string | null; readonly reporters: Reporters },
  options: RehearseOptions,
): Promise<number> {
  const { red, dim } = style(io);
  const parted = partedTroubles(reporters, troubles);
  for (const trouble of parted.reporters) warnOf(io, trouble);
  const lost = parted.others.map(({ sink, message }) => `${sink}: ${message}`);
  if (summary === null) throw new Error(`the rehearsal could not be summed up: ${lost.join('; ')}`);
  const { failed } =
    directory === null
      ? { failed: [] }
      : await writeAll(io, reporters, directory, { summary, log, files: [join(directory, LOG_FILE)] });
  if (options.json === true) io.out(jsonReport(summary));
  else io.out(`\n${asTyped(terminalReport(summary, style(io), io.columns), io)}`);
  tellGitHub(io, summary);
  const unkept = [...lost, ...failed.map(({ file, reason }) => `${file}: ${reason}`)];
  for (const trouble of unkept) io.err(`${red('error')} ${visible(trouble)}\n`);
  if (options.quiet !== true) {
    const times = Math.round(talkedMs / Math.max(1, tookMs));
    io.err(
      dim(
        `rehearsed: ${durationText(roundMs(talkedMs))} of conversation, of a run of ${durationText(roundMs(lastedMs))}, ` +
          `in ${durationText(roundMs(tookMs))}: ${count(times)} × real time\n`,
      ),
    );
    if (directory !== null) {
      const shown = relative(io.cwd, directory) || '.';
      io.err(dim(`report: ${join(shown, PAGE_FILE)}  log: ${join(shown, LOG_FILE)}\n`));
    }
  }
  return unkept.length > 0 ? 2 : exitCodeOf(summary);
}

/** A file that nobody has a place for. */
function refuseHomeless({ views, own }: Reporters, directory: string | null): void {
  const files = [...views, ...own.flatMap(({ reporter }) => reporter.view ?? [])].map(({ file }) => file);
  if (directory !== null || files.length === 0) return;
  throw new ConfigError(`expected a folder for ${files.join(', ')}, found none`, {
    code: 'option_invalid',
    path: '--reporter',
    hint: 'give the rehearsal a folder: --out reports/rehearsal',
  });
}

function roundMs(ms: number): number {
  return ms < 10_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1000) * 1000;
}

/** Everything happens at once, and nothing else can while it does: what is told is told from within. */
function told(say: (text: string) => void, planned: number): Sink {
  let toldMs = performance.now();
  let ended = 0;
  return {
    name: 'progress',
    record: (record) => {
      if (record.type !== 'call') return;
      ended++;
      if (performance.now() - toldMs < TELL_EVERY_MS) return;
      toldMs = performance.now();
      say(`  ${count(ended)} of ${plural(planned, 'call')} rehearsed\n`);
    },
  };
}
