/**
 * `callstorm report`: any view of a run again, from its call log alone. Several logs of one plan are reported as one.
 * Judges as the run did, and calls nobody.
 */

import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { account } from '../report/account.ts';
import type { RunLog } from '../report/log.ts';
import { LOG_FILE, logFile, readLogs } from '../report/read.ts';
import { repriced, rowsUsed } from '../report/repriced.ts';
import { PageTally } from '../report/page/page_tally.ts';
import { summarize } from '../report/summarize.ts';
import { exitCodeOf } from '../report/verdict.ts';
import { terminalReport } from '../report/view/terminal.ts';
import { usualViews, views, type Reported } from '../report/view/views.ts';
import { loadReporters } from '../run/reporters.ts';
import { tellGitHub } from './github.ts';
import { givenLogs, STDIN } from './given_logs.ts';
import { style, type Io } from './io.ts';
import { keepLog, refuseOtherLog } from './keep_log.ts';
import { commandFor, wholeCall } from './options.ts';
import { reporterOption, tellWritten, writeAll } from './reporter_option.ts';
import { asTyped } from './typed_as.ts';

const TERMINAL = 'terminal';
const MARKDOWN = 'markdown';
const TRACE = 'trace';
const HTML = 'html';
const formats = [TERMINAL, ...views.map(({ format }) => format)];

const written = usualViews.map(({ file }) => file).join(', ');

interface ReportOptions {
  readonly format: string;
  readonly write?: string | true;
  readonly reporter?: readonly string[];
  readonly call?: number;
  readonly exitCode?: true;
  readonly htmlCall?: readonly number[];
  readonly prices?: string;
}

export function reportCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('report', io)
    .description('show a run again from its call log, or several logs of one plan as one')
    .argument(
      '[run...]',
      'a run’s folder, or its calls.ndjson (or .gz); several must be of one plan; - is standard input',
    )
    .addOption(new Option('--format <view>', 'what to print').choices(formats).default(TERMINAL))
    .option('--write [folder]', `also write ${written} (default: beside the log)`)
    .option('--html-call <n>', 'a call to have inside report.html; may be given again', gathered);
  return reporterOption(command)
    .option('--call <n>', 'of a trace: this call alone', wholeCall)
    .option('--prices <file>', 'price it anew: by these first (callstorm prices init)')
    .option('--exit-code', 'exit as the run would: 1 thresholds failed, 3 invalid, …')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ callstorm report reports/support-line-1',
        '  $ callstorm report reports/support-line-1 --format markdown > comment.md',
        '  $ callstorm report reports/support-line-1 --format trace --call 317 > call.json',
        '  $ callstorm report reports/support-line-1 --prices prices.yaml',
        '  $ callstorm report pod-1.ndjson pod-2.ndjson --write merged --exit-code',
        '',
      ].join('\n'),
    )
    .action(async (given: readonly string[], asked: ReportOptions) => {
      const { runs, options } = untangled(given, asked);
      const named = runs.map((path) => resolve(io.cwd, path));
      const paths = await givenLogs(runs, io);
      const reporters = await loadReporters(options.reporter ?? [], io.cwd);
      refuseUnwritten(options);
      // They have no folder in common: the report's own keeps them.
      const several = runs.length > 1 || runs.includes(STDIN);
      const folder = options.write === undefined ? null : await folderOf(options.write, named, several, io);
      const { log, note } = await pricedLog(paths, options.prices, io);
      if (folder !== null && several) await refuseOtherLog(folder, log, '--write');
      const accounted = account(log);
      const page = options.format === HTML || folder !== null ? new PageTally(log) : undefined;
      const asPriced = summarize(log, accounted, page);
      const summary = note === null ? asPriced : { ...asPriced, notes: [...asPriced.notes, note] };
      const files = await Promise.all(paths.map(logFile));
      const reported: Reported = {
        summary,
        log,
        calls: accounted.calls,
        ...(page === undefined ? {} : { page }),
        files,
        inspect: insideOf(options, log),
        ...callOf(options, log),
      };
      for await (const text of viewOf(reported, options.format, io)) io.out(text);
      // Whoever asks for Markdown puts it where it is wanted.
      if (options.format !== MARKDOWN) tellGitHub(io, summary);
      const kept = folder !== null && several ? await keepLog(folder, paths) : { written: [], failed: [] };
      const written =
        folder === null || tellWritten(io, kept, await writeAll(io, reporters, folder, reported));
      setExit(written ? (options.exitCode === true ? exitCodeOf(summary) : 0) : 1);
    });
}

/** As it was billed, or by a file of prices. Throws ConfigError where the file has none that the run would be billed by. */
async function pricedLog(
  paths: readonly string[],
  prices: string | undefined,
  io: Io,
): Promise<{ readonly log: RunLog; readonly note: string | null }> {
  if (prices === undefined) return { log: await readLogs(paths), note: null };
  // YAML is not loaded for who has none.
  const { readPriceFile } = await import('../scenario/price_file.ts');
  const rows = await readPriceFile(prices, io.cwd);
  const log = await readLogs(paths);
  const used = rowsUsed(log, rows);
  if (used.length === 0) {
    const { model } = log.header.judgement.pricing;
    throw new ConfigError(`expected a price of what the run used, of ${model} for one; found none of it`, {
      code: 'prices_unused',
      path: '--prices',
      file: prices,
      hint: `It has ${rows.map((row) => row.model).join(', ')}. A row is found by the model's name.`,
    });
  }
  const note = `Priced anew by ${prices} (${used.join(', ')}), not by what the run was made with.`;
  return { log: repriced(log, rows), note };
}

function gathered(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, wholeCall(text)];
}

/** Throws ConfigError where nothing would be shown of it. */
function callOf({ call, format, reporter = [] }: ReportOptions, log: RunLog): Pick<Reported, 'call'> {
  if (call === undefined) return {};
  const refuse = (message: string, hint: string): ConfigError =>
    new ConfigError(message, { code: 'option_invalid', path: '--call', hint });
  if (format !== TRACE && !reporter.includes(TRACE)) {
    throw refuse(
      'expected --format trace beside it, found none',
      'report.html shows each call: --html-call <n>',
    );
  }
  refuseUnknown(call, log, '--call');
  return { call };
}

/** Throws ConfigError where the log has no such call. */
function insideOf({ htmlCall = [] }: ReportOptions, log: RunLog): readonly number[] {
  for (const call of htmlCall) refuseUnknown(call, log, '--html-call');
  return htmlCall;
}

function refuseUnknown(call: number, { runs }: RunLog, path: string): void {
  if (runs.some(({ calls, turns }) => calls.get(call) !== undefined || turns.has(call))) return;
  throw new ConfigError(`expected a call of the log, found none with the number ${call}`, {
    code: 'option_invalid',
    path,
    hint: 'calls count from 0',
  });
}

/** A reporter's file goes where the others go. */
function refuseUnwritten({ reporter, write }: ReportOptions): void {
  if (reporter === undefined || write !== undefined) return;
  throw new ConfigError('expected --write beside it, found none: a reporter leaves a file', {
    code: 'option_invalid',
    path: '--reporter',
    hint: 'callstorm report reports/<run> --write --reporter csv; or print one: --format csv-turns',
  });
}

/** `report --write <run>`: a folder that could be either is the run, where no other is given. */
function untangled(
  runs: readonly string[],
  options: ReportOptions,
): { readonly runs: readonly string[]; readonly options: ReportOptions } {
  if (runs.length > 0) return { runs, options };
  if (typeof options.write === 'string')
    return { runs: [options.write], options: { ...options, write: true } };
  throw new ConfigError('expected a run’s folder, or its calls.ndjson; found none', {
    code: 'report_run',
    path: '<run...>',
    hint: 'callstorm report reports/<run>',
  });
}

async function* viewOf(reported: Reported, format: string, io: Io): AsyncGenerator<string> {
  const view = views.find((one) => one.format === format);
  if (view === undefined) {
    yield terminalReport(reported.summary, style(io), io.columns, (text) => asTyped(text, io));
    return;
  }
  const made = await view.make(reported);
  if (typeof made === 'string') yield made;
  else yield* made;
}

async function folderOf(
  write: string | true,
  paths: readonly string[],
  several: boolean,
  io: Io,
): Promise<string> {
  if (write !== true) {
    const folder = resolve(io.cwd, write);
    if (!several) await refuseOtherRun(folder, paths);
    return folder;
  }
  const [only] = paths;
  const streamed = only === resolve(io.cwd, STDIN);
  if (only === undefined || paths.length > 1 || streamed) {
    const why = streamed ? 'the logs come from standard input' : `there are ${paths.length} logs`;
    throw new ConfigError(`expected a folder to write to, as ${why}; found none`, {
      code: 'report_where',
      path: '--write',
      hint: 'e.g. --write reports/merged',
    });
  }
  const found = await stat(only).catch(() => null);
  return found?.isDirectory() === true ? only : dirname(only);
}

/** A report of other logs would take the place of its own. */
async function refuseOtherRun(folder: string, paths: readonly string[]): Promise<void> {
  const log = join(folder, LOG_FILE);
  const there = await stat(log).catch(() => null);
  if (there === null) return;
  const logs = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null);
      return found?.isDirectory() === true ? stat(join(path, LOG_FILE)).catch(() => null) : found;
    }),
  );
  if (logs.some((each) => each?.ino === there.ino && each.dev === there.dev)) return;
  throw new ConfigError('expected a folder without another run in it: that run’s own report would be lost', {
    code: 'report_where',
    path: '--write',
    file: folder,
    hint: 'Give another folder, or --write alone to write beside the log.',
  });
}
