/**
 * `callstorm open`: the page of a run in the desktop's browser, the newest run's by default. Where there is no page yet, as after a
 * run that was killed, it is made from the log first; where there is no desktop, its path is printed.
 */

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { LOG_FILE, readLogs } from '../report/read.ts';
import { summarize } from '../report/summarize.ts';
import { PAGE_FILE } from '../report/view/views.ts';
import { writeReports } from '../report/write.ts';
import { opensOnDesktop } from './desktop.ts';
import type { Io } from './io.ts';
import { REPORTS_FOLDER } from './run_directory.ts';
import { runsIn } from './run_list.ts';
import { commandFor } from './options.ts';

export function openCommand(io: Io, setExit: (code: number) => void, platform = process.platform): Command {
  return commandFor('open', io)
    .description('open the page of a run in the browser; make it first where there is only the log')
    .argument('[run]', `a run’s folder (default: the newest in ${REPORTS_FOLDER}/)`)
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm open
  $ callstorm open reports/2026-03-01T12-00-00-support-line

Where nothing can open it (no desktop, no xdg-open) the path of the page is printed.
`,
    )
    .action(async (run: string | undefined) => {
      const folder = run === undefined ? await newest(io) : await folderOf(resolve(io.cwd, run));
      const page = join(folder, PAGE_FILE);
      if (!existsSync(page) && !(await make(io, folder))) {
        setExit(1);
        return;
      }
      if (await opensOnDesktop(page, io.env, platform)) io.err(`opened ${visible(page)}\n`);
      else io.out(`${visible(page)}\n`);
    });
}

async function newest(io: Io): Promise<string> {
  const folder = resolve(io.cwd, REPORTS_FOLDER);
  const [run] = (await runsIn(folder)).runs;
  if (run !== undefined) return join(folder, run.folder);
  throw new ConfigError('expected a run in it, found none', {
    code: 'open_run',
    file: folder,
    hint: 'callstorm open <run-dir>',
  });
}

/** A run's folder, or a file in it. */
async function folderOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return path;
  if (found !== null && [PAGE_FILE, LOG_FILE].includes(basename(path))) return dirname(path);
  throw new ConfigError(`expected a run's folder, found ${found === null ? 'nothing' : 'another file'}`, {
    code: 'open_run',
    file: path,
    hint: 'callstorm list shows those in reports/',
  });
}

/** All that a run leaves: it left none of it. */
async function make(io: Io, folder: string): Promise<boolean> {
  const file = join(folder, LOG_FILE);
  const log = await readLogs([file]);
  const { written, failed } = await writeReports(summarize(log), folder, { log, files: [file] });
  for (const each of failed) io.err(`could not write ${visible(each.file)}: ${each.reason}\n`);
  return written.includes(join(folder, PAGE_FILE));
}
