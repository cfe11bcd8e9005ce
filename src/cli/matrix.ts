/**
 * `callstorm matrix`: the same calls again and again, each time with something else about them, and what that did to every metric.
 * However it ends, what was measured is summed up, written where it can be, and shown.
 */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { MATRIX_FILE, writeMatrix } from '../report/matrix/write_matrix.ts';
import { matrixTerminal } from '../report/matrix/matrix_terminal.ts';
import { readStudiedMetric, type StudiedMetric } from '../report/matrix/studied_metric.ts';
import { readFactor, type Factor } from '../scenario/factor.ts';
import { faultOption } from './fault_option.ts';
import { interruptsSoFar, type Interrupts } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { matrixDryRun } from './matrix_dry_run.ts';
import { matrixCommandLine, type MatrixOptions } from './matrix_options.ts';
import { planMatrix, type MatrixPlan } from './matrix_plan.ts';
import { makeMatrix } from './matrix_run.ts';
import { commandFor, seed, upTo } from './options.ts';
import { directoryFor, refuseTaken } from './run_directory.ts';
import { requireKey, warnOfDoubts, warnOfPlainKey } from './target_key.ts';

const MOST_REPEATS = 100;
const MOST_CALLS = 1_000_000;

export function matrixCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('matrix', io)
    .description('vary what callers meet, make the same calls each time, and say what moved which metric')
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file')
    .option(
      '--vary <factor=level,level>',
      'an impairment, a toxic, concurrency or a key, with two levels or more; may be given again',
      (text: string, former: readonly Factor[] | undefined) => [...(former ?? []), readFactor(text)],
    )
    .option('--rehearse', 'in virtual time, against the simulated agent: nothing is dialled')
    .option('--target <url>', 'a ws:// or wss:// URL, or `simulator`, in place of the scenario’s')
    .option('--calls <n>', 'calls in each cell (default: as the scenario has)', upTo(MOST_CALLS))
    .option('--repeat <n>', 'make every cell so often, each time in another order', upTo(MOST_REPEATS))
    .option(
      '--metric <name>',
      'in place of the usual ones, e.g. response_latency.p95; may be given again',
      (text: string, former: readonly StudiedMetric[] | undefined) => [
        ...(former ?? []),
        ...readStudiedMetric(text),
      ],
    )
    .option('--seed <n>', 'in place of the scenario’s', seed);
  return faultOption(
    command,
    'have the simulated agent misbehave, in every cell (callstorm serve --help lists how)',
  )
    .option('--dry-run', 'show the cells with their calls, length and cost, and make none')
    .option('--out <dir>', 'where all goes (default: reports/<time>-matrix-<scenario>)')
    .option('--json', 'print matrix.json to standard output in place of the table')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm matrix scenario.yaml --vary noise=none,babble@10dB --vary loss=0,3% --rehearse
  $ callstorm matrix my.yaml --vary concurrency=10,50 --vary latency=none,200ms --calls 200
  $ callstorm matrix my.yaml --vary target.session.turn_detection.silence_duration_ms=300,500,800 --repeat 3
  $ callstorm matrix my.yaml --vary codec=none,g711=ulaw,opus=8kbit/s --metric fallback_rate --dry-run

A factor is an impairment in the notation of \`callstorm hear\` (0 or none: not applied), codec, a toxic of the network, concurrency,
frame, model, profile, or a key of the scenario by its path. Every level is tried with every other; the first of each is what the
others are compared with. Every cell makes the same calls with the same draws, and pairs are of one call in two cells.

Exit codes: 0 every cell was measured and none failed by the scenario’s thresholds, 1 one did, or nothing in it was completed or \
answered, 2 bad usage or configuration, 3 a cell was invalid and left out, 5 target unreachable, 130 interrupted. Ctrl-C ends the \
cell that goes on; those that were whole by then are reported.
`,
    )
    .action(async (file: string, options: MatrixOptions) => setExit(await matrix(io, file, options)));
}

async function matrix(io: Io, file: string, options: MatrixOptions): Promise<number> {
  const interrupts = interruptsSoFar();
  try {
    return await matrixInterruptibly(io, file, options, interrupts);
  } finally {
    interrupts.release();
  }
}

async function matrixInterruptibly(
  io: Io,
  file: string,
  options: MatrixOptions,
  interrupts: Interrupts,
): Promise<number> {
  const factors = options.vary ?? [];
  refuse(options, factors);
  const { calls, seed: asked, target } = options;
  const planned = await planMatrix({
    file,
    cwd: io.cwd,
    factors,
    ...(calls === undefined ? {} : { calls }),
    ...(asked === undefined ? {} : { seed: asked }),
    ...(target === undefined ? {} : { target }),
  });
  if (options.dryRun === true) {
    io.out(matrixDryRun(planned, options, style(io), io.columns));
    return 0;
  }
  if (options.rehearse !== true) checkTargets(io, planned, options);
  const [{ plan }] = planned.cells;
  const named = { ...plan, scenario: { ...plan.scenario, name: `matrix ${plan.scenario.name}` } };
  const directory = directoryFor(io, named, options.out);
  refuseTaken(directory);
  if (existsSync(join(directory, MATRIX_FILE))) {
    throw new ConfigError(`expected a directory without a matrix in it, found ${MATRIX_FILE} there`, {
      code: 'out_taken',
      file: directory,
      hint: 'choose another --out, or remove that one first: nothing is overwritten',
    });
  }
  const command = matrixCommandLine(file, options, io.command);
  const { result, exitCode, lost } = await makeMatrix({
    io,
    planned,
    factors,
    options,
    directory,
    command,
    interrupts,
  });
  const failed = await writeMatrix(result, directory);
  if (options.json === true) io.out(`${JSON.stringify(result, null, 2)}\n`);
  else io.out(`\n${matrixTerminal(result, style(io), io.columns)}`);
  const troubles = [...lost, ...failed];
  for (const trouble of troubles) io.err(`${style(io).red('error')} ${visible(trouble)}\n`);
  if (troubles.length > 0) return 2;
  if (options.quiet !== true) {
    const shown = relative(io.cwd, directory) || '.';
    io.err(style(io).dim(`matrix: ${join(shown, 'matrix.md')}  picture: ${join(shown, 'matrix.svg')}\n`));
  }
  return exitCode;
}

function refuse({ rehearse, repeat, target }: MatrixOptions, factors: readonly Factor[]): void {
  const invalid = (path: string, message: string, hint: string): ConfigError =>
    new ConfigError(message, { code: 'option_invalid', path, hint });
  if (factors.length === 0) {
    throw invalid('--vary', 'expected something to vary', 'e.g. --vary noise=none,babble@10dB');
  }
  const twice = factors.find(({ name }, index) => factors.findIndex((other) => other.name === name) < index);
  if (twice !== undefined)
    throw invalid('--vary', `${twice.name} is varied twice`, 'Give all of its levels in one.');
  const replaced = factors.flatMap((factor) => (factor.kind === 'impairment' ? factor.replaces : []));
  const both = replaced.find((name, index) => replaced.indexOf(name) < index);
  if (both !== undefined) {
    throw invalid(
      '--vary',
      `${both} is varied by itself and as a codec`,
      'Give all of the codecs as levels of codec.',
    );
  }
  if (rehearse === true && (repeat ?? 1) > 1) {
    throw invalid(
      '--repeat',
      'in virtual time every repeat is the same',
      'Leave --repeat out, or give more --calls.',
    );
  }
  const ofTarget = factors.some(({ name }) => name === 'target.url');
  if (rehearse === true && (ofTarget || target !== undefined)) {
    throw invalid('--rehearse', 'a rehearsal dials no target', 'Leave --rehearse or the target out.');
  }
  if (ofTarget && target !== undefined)
    throw invalid('--target', 'the target is varied', 'Leave --target out.');
}

function checkTargets(io: Io, { cells }: MatrixPlan, { fault }: MatrixOptions): void {
  for (const { plan } of cells) {
    requireKey(plan, io);
    if (fault !== undefined && plan.target.url !== 'simulator') {
      throw new ConfigError('expected the simulated agent as the target: no other can be told to do this', {
        code: 'option_invalid',
        path: '--fault',
      });
    }
  }
  warnOfDoubts(cells[0].plan, io);
  warnOfPlainKey(cells[0].plan, io);
}
