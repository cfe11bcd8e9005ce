/**
 * `callstorm compare`: runs, or a saved baseline and runs, side by side, and whether they really differ. Refuses what cannot be
 * compared, and says why. Calls nobody.
 */

import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { obstaclesBetween, type Obstacle } from '../report/compare/comparable.ts';
import { compareRuns, tooFewCalls } from '../report/compare/compare_runs.ts';
import { readComparedMetric, type ComparedMetric } from '../report/compare/compared_metric.ts';
import type { ComparedRun } from '../report/compare/compared_run.ts';
import { regressionsOf } from '../report/compare/comparison.ts';
import { comparisonViews } from '../report/compare/comparison_views.ts';
import { comparisonTerminal } from '../report/compare/comparison_terminal.ts';
import { readTolerance, type Tolerance } from '../report/compare/tolerance.ts';
import { baselineFor, BASELINES } from './baseline_folder.ts';
import { readComparedRun } from './compared_input.ts';
import { printed } from './compared_output.ts';
import type { Io } from './io.ts';
import { commandFor } from './options.ts';

interface CompareOptions {
  readonly format: string;
  readonly out?: string;
  readonly metric?: readonly ComparedMetric[];
  readonly tolerance?: readonly Tolerance[];
  readonly failOnRegression?: true;
  readonly anyway?: true;
  readonly baselines: string;
}

const TERMINAL = 'terminal';

export function compareCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('compare', io)
    .description('say whether a run is really worse than another, or than a saved baseline')
    .argument(
      '<run...>',
      'what to compare with (a run, or a baseline by its name), then the runs; one run alone: with its baseline in use',
    )
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...comparisonViews.keys()])
        .default(TERMINAL),
    )
    .option('--out <file>', 'write it to this file in place of printing it')
    .option(
      '--metric <name>',
      'test this in place of the usual ones, e.g. response_latency.p99; may be given again',
      (text: string, former: readonly ComparedMetric[] | undefined) => [
        ...(former ?? []),
        readComparedMetric(text, '--metric'),
      ],
    )
    .option(
      '--tolerance <metric=amount>',
      'let it be this much worse: response_latency.p95=5%, =50ms, error_rate=1pp; may be given again',
      (text: string, former: readonly Tolerance[] | undefined) => [...(former ?? []), readTolerance(text)],
    )
    .option('--fail-on-regression', 'exit with 1 where something is really worse, by more than its tolerance')
    .option('--anyway', 'compare two plans of one scenario: other seeds, loads, targets or models')
    .option('--baselines <folder>', 'where baselines are', BASELINES)
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm compare reports/before reports/after
  $ callstorm compare main reports/after --fail-on-regression --tolerance response_latency.p95=5%
  $ callstorm compare reports/after --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ callstorm compare reports/a reports/b reports/c --format html --out compare.html

Tested are the p50 and p95 of response_latency, response_rate, error_rate, fallback_rate, expectation_rate, goal_rate, \
agent_interruption_rate, yield_rate, cost_per_call and the p50 of response_latency of each kind of caller; all at once are \
corrected for.

Exit codes: 0 compared, 1 something is really worse (with --fail-on-regression), 2 it could not be compared, or bad usage.
`,
    )
    .action(async (given: readonly string[], options: CompareOptions) =>
      setExit(await compare(io, given, options)),
    );
}

async function compare(io: Io, given: readonly string[], options: CompareOptions): Promise<number> {
  const { metric, tolerance = [], anyway = false } = options;
  refuseTwice(tolerance);
  const [before, ...after] = await inputsOf(io, given, options);
  if (before === undefined) throw new Error('there is at least one run');
  const obstacles = after.flatMap((run) => obstaclesFor(before, run, anyway));
  if (obstacles.length > 0) throw refused(obstacles);
  const comparison = compareRuns(before, after, {
    ...(metric === undefined ? {} : { metrics: metric }),
    tolerances: tolerance,
  });
  const view = comparisonViews.get(options.format);
  await printed(
    io,
    options.out,
    (paint, columns) => view?.(comparison) ?? comparisonTerminal(comparison, paint, columns),
  );
  return options.failOnRegression === true && regressionsOf(comparison).length > 0 ? 1 : 0;
}

async function inputsOf(
  io: Io,
  given: readonly string[],
  { baselines }: CompareOptions,
): Promise<readonly ComparedRun[]> {
  const folder = resolve(io.cwd, baselines);
  const [first = '', ...rest] = given;
  if (rest.length === 0) {
    const run = await readComparedRun(first, io);
    return [await baselineFor(folder, null, run.identity), run];
  }
  const runs: ComparedRun[] = [];
  for (const path of rest) runs.push(await readComparedRun(path, io));
  const [next] = runs as [ComparedRun];
  const before = await readComparedRun(first, io, () => baselineFor(folder, first, next.identity));
  return [before, ...runs];
}

function obstaclesFor(before: ComparedRun, run: ComparedRun, anyway: boolean): readonly Obstacle[] {
  const found = obstaclesBetween(before.identity, run.identity).filter(
    ({ passable }) => !(anyway && passable),
  );
  const few = found.length === 0 ? tooFewCalls(before, run) : null;
  return few === null ? found : [few];
}

function refused(obstacles: readonly Obstacle[]): ConfigErrors | ConfigError {
  const seen = new Map(obstacles.map((one) => [one.text, one]));
  const errors = [...seen.values()].map(
    ({ code, text, wayOut }) => new ConfigError(`cannot be compared: ${text}`, { code, hint: wayOut }),
  );
  const [only] = errors;
  return errors.length === 1 && only !== undefined ? only : new ConfigErrors(errors);
}

function refuseTwice(tolerances: readonly Tolerance[]): void {
  const twice = tolerances.find(
    ({ metric, stat }, at) =>
      tolerances.findIndex((other) => other.metric === metric && other.stat === stat) < at,
  );
  if (twice === undefined) return;
  throw new ConfigError(`${twice.metric} is given two tolerances`, {
    code: 'option_invalid',
    path: '--tolerance',
    hint: 'Give one.',
  });
}
