/** The `--reporter` option, as commands that end in a report have it, and what is written when they do. */

import type { Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { usualViews, viewNames, type Reported } from '../report/view/views.ts';
import { writeReports, type WrittenReports } from '../report/write.ts';
import { writeOwnViews, type Reporters } from '../run/reporters.ts';
import { style, type Io } from './io.ts';
import { shownPath } from './shown_path.ts';

const others = viewNames.filter((name) => !usualViews.some(({ format }) => format === name));

export function reporterOption(command: Command): Command {
  return command.option(
    '--reporter <name>',
    `also leave ${others.join(', ')}, or what a module of yours makes, e.g. ./mine.ts; may be given again`,
    (text: string, former: readonly string[] | undefined) => [...(former ?? []), text],
  );
}

/** All files of a run. What a reporter of the user's own could not do is a warning: it is no part of the run. */
export async function writeAll(
  io: Io,
  reporters: Reporters,
  directory: string,
  reported: Reported,
): Promise<WrittenReports> {
  const ours = await writeReports(reported.summary, directory, reported, [...usualViews, ...reporters.views]);
  const { written, failed } = await writeOwnViews(reporters, directory, reported);
  for (const trouble of failed) warnOf(io, trouble);
  return { written: [...ours.written, ...written], failed: ours.failed };
}

/** True where all of it was written. */
export function tellWritten(io: Io, ...parts: readonly WrittenReports[]): boolean {
  const failed = parts.flatMap((part) => part.failed);
  for (const file of parts.flatMap((part) => part.written)) io.err(`wrote ${shownPath(io, file)}\n`);
  for (const { file, reason } of failed) io.err(`could not write ${shownPath(io, file)}: ${reason}\n`);
  return failed.length === 0;
}

export function warnOf(io: Io, trouble: string): void {
  io.err(`${style(io).yellow('warning')} ${visible(trouble)}\n`);
}
