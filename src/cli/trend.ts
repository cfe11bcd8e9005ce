/** `callstorm trend`: how a few metrics went over the last runs in a folder, and where they really changed. Calls nobody. */

import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import type { HeaderRecord } from '../core/log/record.ts';
import { readComparedMetric, type ComparedMetric } from '../report/compare/compared_metric.ts';
import type { ComparedRun } from '../report/compare/compared_run.ts';
import { trendOf } from '../report/compare/trend.ts';
import { trendTerminal, trendViews } from '../report/compare/trend_views.ts';
import { plural } from '../report/figure.ts';
import { LOG_FILE } from '../report/read.ts';
import { readComparedRun } from './compared_input.ts';
import type { Io } from './io.ts';
import { commandFor, upTo } from './options.ts';
import { printed } from './compared_output.ts';
import { REPORTS_FOLDER } from './run_directory.ts';
import { foldersIn, headerIn } from './run_list.ts';

interface TrendOptions {
  readonly last: number;
  readonly metric?: readonly ComparedMetric[];
  readonly scenario?: string;
  readonly format: string;
  readonly out?: string;
}

interface FoundRun {
  readonly folder: string;
  readonly header: HeaderRecord;
}

const TERMINAL = 'terminal';
const USUAL_LAST = 20;
const MOST_LAST = 200;

export function trendCommand(io: Io): Command {
  return commandFor('trend', io)
    .description('show how metrics went over the last runs of a scenario, and where they really changed')
    .argument('[folder]', 'where the runs are', REPORTS_FOLDER)
    .option('--last <n>', 'so many of the latest', upTo(MOST_LAST), USUAL_LAST)
    .option(
      '--metric <name>',
      'in place of the usual ones, e.g. response_latency.p95; may be given again',
      (text: string, former: readonly ComparedMetric[] | undefined) => [
        ...(former ?? []),
        readComparedMetric(text, '--metric'),
      ],
    )
    .option('--scenario <name>', 'whose runs (default: the latest run’s)')
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...trendViews.keys()])
        .default(TERMINAL),
    )
    .option('--out <file>', 'write it to this file in place of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm trend
  $ callstorm trend reports --last 30 --metric response_latency.p95 --metric error_rate
  $ callstorm trend --scenario support-line --format html --out trend.html
`,
    )
    .action((folder: string, options: TrendOptions) => trend(io, folder, options));
}

async function trend(io: Io, given: string, options: TrendOptions): Promise<void> {
  const folder = resolve(io.cwd, given);
  const { found, broken } = await runsByTime(folder);
  const newest = found.at(-1);
  if (newest === undefined) throw none(given, folder);
  const scenario = options.scenario ?? newest.header.scenario.name;
  const own = found.filter(({ header }) => header.scenario.name === scenario);
  if (own.length === 0) {
    const names = [...new Set(found.map(({ header }) => header.scenario.name))];
    throw new ConfigError(`expected runs of ${scenario.slice(0, 60)}, found those of ${names.join(', ')}`, {
      code: 'trend_none',
      path: '--scenario',
      file: folder,
    });
  }
  const runs: ComparedRun[] = [];
  const unread = [...broken];
  for (const run of own.slice(-options.last)) {
    const shown = relative(io.cwd, run.folder) || '.';
    try {
      runs.push(await readComparedRun(shown, io));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      unread.push(shown);
    }
  }
  if (runs.length === 0) throw none(given, folder);
  const others = found.length - own.length;
  const result = trendOf(runs, options.metric, [
    ...(others > 0 ? [`${plural(others, 'run')} of other scenarios in ${given}.`] : []),
    ...(own.length > options.last
      ? [`${own.length - options.last} earlier ones are not shown: --last ${own.length}.`]
      : []),
    ...(unread.length > 0
      ? [`Not to be read: ${unread.slice(0, 5).join(', ')}${unread.length > 5 ? ' …' : ''}.`]
      : []),
  ]);
  const view = trendViews.get(options.format);
  await printed(io, options.out, (paint, columns) => view?.(result) ?? trendTerminal(result, paint, columns));
}

/** In the order of time. Only their first lines are read. */
async function runsByTime(
  folder: string,
): Promise<{ readonly found: readonly FoundRun[]; readonly broken: readonly string[] }> {
  const found: FoundRun[] = [];
  const broken: string[] = [];
  for (const name of await foldersIn(folder)) {
    const run = join(folder, name);
    const files = await readdir(run).catch((): string[] => []);
    if (!files.includes(LOG_FILE)) continue;
    const header = await headerIn(run);
    if (header === null) broken.push(name);
    else found.push({ folder: run, header });
  }
  found.sort((a, b) => a.header.startedAtMs - b.header.startedAtMs || (a.folder < b.folder ? -1 : 1));
  return { found, broken };
}

function none(given: string, folder: string): ConfigError {
  return new ConfigError(`expected runs in ${given}, found none`, {
    code: 'trend_none',
    file: folder,
    hint: 'A run writes to a folder of its own in reports/; callstorm trend <folder> looks in another.',
  });
}
