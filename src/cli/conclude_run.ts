/**
 * The end of a run on the command line: its report shown, its files written, its log sent where the environment says, and what of all this
 * came to nothing.
 */

import { join, relative } from 'node:path';
import type { HeaderRecord } from '../core/log/header_record.ts';
import { visible } from '../core/word/visible.ts';
import { RECORDINGS_FOLDER, type RecordingTally } from '../engine/node/recording_files.ts';
import type { RunLog } from '../report/log.ts';
import type { Summary } from '../report/summary.ts';
import { exitCodeOf } from '../report/verdict.ts';
import { jsonReport } from '../report/view/json.ts';
import { terminalReport } from '../report/view/terminal.ts';
import { PAGE_FILE } from '../report/view/views.ts';
import type { LiveView } from '../run/live/live_view.ts';
import type { Reporters } from '../run/reporters.ts';
import { tellGitHub } from './github.ts';
import { style, type Io } from './io.ts';
import type { RunOptions } from './options.ts';
import { recordingSize } from './record_option.ts';
import { writeAll } from './reporter_option.ts';
import { STDOUT } from './share_option.ts';
import { asTyped } from './typed_as.ts';
import { uploadLog } from './upload_log.ts';

/** What of the run's record could not be kept, and what was recorded. */
export interface KeptRun {
  readonly header: HeaderRecord;
  /** Null: its log is on standard output, or at a path of its own, and there is no folder. */
  readonly directory: string | null;
  /** Null: it is on standard output alone. */
  readonly logFile: string | null;
  readonly lost: readonly string[];
  readonly recordings: RecordingTally | null;
  readonly records: RunLog | null;
  readonly reporters: Reporters;
  /** Whoever watched it. */
  readonly live: LiveView | null;
}

/** The exit code. */
export async function conclude(
  io: Io,
  summary: Summary,
  kept: KeptRun,
  options: RunOptions,
): Promise<number> {
  const { directory, logFile } = kept;
  const { red, dim } = style(io);
  const files = logFile === null ? [] : [logFile];
  const reported = { summary, log: kept.records, files };
  const { written, failed } =
    directory === null
      ? { written: [], failed: [] }
      : await writeAll(io, kept.reporters, directory, reported);
  kept.live?.reported({ summary, folder: written.length === 0 ? null : directory, files });
  if (options.json === true) io.out(jsonReport(summary));
  else {
    const report = `\n${terminalReport(summary, style(io), io.columns, (text) => asTyped(text, io))}`;
    // Nothing but the log goes where the log goes.
    if (options.log === STDOUT) io.err(report);
    else io.out(report);
  }
  tellGitHub(io, summary);
  const troubles = [...kept.lost, ...failed.map(({ file, reason }) => `${file}: ${reason}`)];
  for (const trouble of troubles) io.err(`${red('error')} ${visible(trouble)}\n`);
  if (troubles.length > 0) {
    io.err(
      '  the figures above are complete; make room or choose another --out, and run again to keep them\n',
    );
  }
  // Even where its report could not be written: of a share nothing else may be left.
  const sent = logFile === null || (await uploadLog(io, logFile, kept.header, summary.run.ended));
  if (troubles.length > 0) return 2;
  if (options.json !== true && options.quiet !== true && logFile !== null) {
    const shownLog = relative(io.cwd, logFile) || logFile;
    const shown = directory === null ? null : relative(io.cwd, directory) || '.';
    const { recordings } = kept;
    const recorded =
      recordings === null || shown === null
        ? ''
        : `  recordings: ${join(shown, RECORDINGS_FOLDER)} (${recordingSize(recordings)})`;
    const report = shown === null ? '' : `report: ${join(shown, PAGE_FILE)}  `;
    io.err(`${dim(`${report}log: ${shownLog}${recorded}`)}\n`);
  }
  return sent ? exitCodeOf(summary) : 2;
}
