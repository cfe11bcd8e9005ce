/**
 * `callstorm merge`: the logs of all shares of a run as one report, with exact percentiles. Says which share is missing, broke off or
 * began late; a run that is not whole is invalid.
 */

import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { RunLog } from '../report/log.ts';
import { readLogs } from '../report/read.ts';
import { account } from '../report/account.ts';
import { PageTally } from '../report/page/page_tally.ts';
import { summarize } from '../report/summarize.ts';
import { exitCodeOf } from '../report/verdict.ts';
import { jsonReport } from '../report/view/json.ts';
import { terminalReport } from '../report/view/terminal.ts';
import { loadReporters } from '../run/reporters.ts';
import { tellGitHub } from './github.ts';
import { givenLogs } from './given_logs.ts';
import { style, type Io } from './io.ts';
import { keepLog, refuseOtherLog } from './keep_log.ts';
import { commandFor } from './options.ts';
import { reporterOption, tellWritten, writeAll } from './reporter_option.ts';
import { asTyped } from './typed_as.ts';

interface MergeOptions {
  readonly out?: string;
  readonly json?: true;
  readonly reporter?: readonly string[];
}

export function mergeCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('merge', io)
    .description('put the logs of a run’s shares together as one report, and say what is missing')
    .argument(
      '<log...>',
      'each share’s folder or calls.ndjson (or .gz), in any order; - reads logs from standard input',
    )
    .addOption(
      new Option(
        '--out <folder>',
        'where the report goes, and the logs as one calls.ndjson; without it nothing is written',
      ),
    );
  return reporterOption(command)
    .option('--json', 'print summary.json in place of the table')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm merge share-1 share-2 share-3 share-4 --out reports/nightly-17
  $ kubectl logs -l job-name=storm --tail=-1 --prefix | callstorm merge - --out reports/storm

Exit codes are those of a run: 1 thresholds failed, 3 invalid: a share is missing, broke off, or could not keep up.
`,
    )
    .action(async (asked: readonly string[], options: MergeOptions) => {
      const given = await givenLogs(asked, io);
      const reporters = await loadReporters(options.reporter ?? [], io.cwd);
      const log = await gathered(given);
      const folder = options.out === undefined ? undefined : resolve(io.cwd, options.out);
      if (folder !== undefined) await refuseOtherLog(folder, log, '--out');
      const accounted = account(log);
      const page = folder === undefined ? undefined : new PageTally(log);
      const summary = summarize(log, accounted, page);
      if (options.json === true) io.out(jsonReport(summary));
      else io.out(terminalReport(summary, style(io), io.columns, (text) => asTyped(text, io)));
      tellGitHub(io, summary);
      if (folder === undefined) {
        setExit(exitCodeOf(summary));
        return;
      }
      const reported = {
        summary,
        log,
        calls: accounted.calls,
        files: given,
        ...(page === undefined ? {} : { page }),
      };
      const kept = await keepLog(folder, given);
      const told = tellWritten(io, kept, await writeAll(io, reporters, folder, reported));
      setExit(told ? exitCodeOf(summary) : 2);
    });
}

/** Throws ConfigError. */
async function gathered(given: readonly string[]): Promise<RunLog> {
  return { ...(await readLogs(given)), whole: true };
}
