/** `callstorm list`: the runs of a folder, newest first, with what matters of each on a line. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cut, visible } from '../core/word/visible.ts';
import { count, ms, plural, usd } from '../report/figure.ts';
import { table, visibleWidth, type Side } from '../report/view/columns.ts';
import { jsonText } from '../report/view/json.ts';
import { style, type Io } from './io.ts';
import { atLeastOne, commandFor } from './options.ts';
import { REPORTS_FOLDER } from './run_directory.ts';
import { runsIn, type ListedRun } from './run_list.ts';
import { asTyped } from './typed_as.ts';

interface ListOptions {
  readonly limit?: number;
  readonly json?: true;
}

export function listCommand(io: Io): Command {
  return commandFor('list', io)
    .description('show the runs in a folder, newest first: verdict, p95, calls, cost')
    .argument('[folder]', `where they are (default: ${REPORTS_FOLDER})`)
    .option('--limit <n>', 'only the newest', atLeastOne)
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm list
  $ callstorm list reports/nightly --limit 10
  $ callstorm list --json | jq -r '.[] | select(.verdict == "fail") | .folder'

A run that was killed has a log and no summary: it has no verdict here. \`callstorm open\` makes its report.
`,
    )
    .action(async (folder: string | undefined, options: ListOptions) => {
      const list = await runsIn(resolve(io.cwd, folder ?? REPORTS_FOLDER));
      const runs = list.runs.slice(0, options.limit);
      if (options.json === true) io.out(jsonText(runs));
      else io.out(listText(runs, io));
      const left = list.runs.length - runs.length;
      const notes = [
        ...(left > 0 ? [`${plural(left, 'older run')} not shown`] : []),
        ...(list.skipped > 0 ? [`${plural(list.skipped, 'folder')} without a run skipped`] : []),
      ];
      if (runs.length === 0) io.err(`${asTyped(MAKE_ONE, io)}\n`);
      if (notes.length > 0) io.err(`${style(io).dim(notes.join('; '))}\n`);
    });
}

const MAKE_ONE = 'A run leaves its folder in reports/: callstorm run scenario.yaml';
const HEAD = ['verdict', 'p95', 'calls', 'failed', 'cost', 'started (UTC)', 'scenario', 'folder'];
const SIDES: readonly Side[] = ['left', 'right', 'right', 'right', 'right', 'left', 'left', 'left'];
const LONGEST_NAME = 24;

/** On a terminal too narrow for it, a folder, which is to be copied whole, has a line of its own. */
function listText(runs: readonly ListedRun[], io: Io): string {
  if (runs.length === 0) return 'no run\n';
  const { bold, dim } = style(io);
  const rows = [HEAD.map(dim), ...runs.map((run) => cellsOf(run, io))];
  const whole = table(rows, SIDES);
  if (widest(whole) <= io.columns) return whole;
  const most = io.columns < 76 ? 6 : 7;
  const lines = table(
    rows.map((cells) => cells.slice(0, most)),
    SIDES,
  )
    .trimEnd()
    .split('\n');
  return lines
    .map((line, at) => (at === 0 ? `${line}\n` : `${line}\n  ${bold(visible(runs[at - 1]?.folder ?? ''))}\n`))
    .join('');
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(visibleWidth));
}

function cellsOf(
  { verdict, p95Ms, calls, costUsd, startedAt, scenario, folder }: ListedRun,
  io: Io,
): string[] {
  const { red, green, yellow, dim } = style(io);
  const words = {
    pass: green('pass'),
    fail: red('fail'),
    invalid: red('invalid'),
    not_judged: yellow('not judged'),
  };
  return [
    verdict === null ? dim('no report') : words[verdict],
    ms(p95Ms),
    calls === null ? '–' : count(calls.completed + calls.failed),
    calls === null ? '–' : count(calls.failed),
    usd(costUsd),
    visible(startedAt.slice(0, 16).replace('T', ' ')),
    visible(cut(scenario, LONGEST_NAME)),
    visible(folder),
  ];
}
