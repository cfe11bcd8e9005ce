/**
 * Reads call logs from disk, line by line; of a long one the second half beside the first. A log may break off (no footer, a torn last line) and may hold records this
 * version does not know: that is counted. Anything else that is wrong is one error with file and line.
 */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { linesOf } from '../disk/lines.ts';
import { piecesOf } from '../disk/pieces.ts';
import { expectRegular } from '../disk/read_regular.ts';
import { LineReading } from './line_reading.ts';
import { LogGatherer, type RunLog } from './log.ts';
import { secondHalf } from './second_half.ts';

/** A thread takes as long to begin as it takes to read a few megabytes. */
const LONG_BYTES = 32_000_000;

export const LOG_FILE = 'calls.ndjson';

/** Each path is a log, or a run's directory. `longBytes`: of a log that is read from two places at once. Throws ConfigError. */
export async function readLogs(paths: readonly string[], longBytes = LONG_BYTES): Promise<RunLog> {
  const gatherer = new LogGatherer();
  for (const path of paths) {
    const file = await logFile(path);
    try {
      await readFile(gatherer, file, longBytes);
    } catch (error) {
      throw error instanceof ConfigError ? error : unreadable(file, error);
    }
  }
  const log = gatherer.finish();
  if (log === null) {
    throw new ConfigError('expected a call log, found no header line', {
      code: 'log_empty',
      ...(paths[0] === undefined ? {} : { file: paths[0] }),
      hint: 'a run writes its log to reports/<run>/calls.ndjson',
    });
  }
  return log;
}

async function readFile(gatherer: LogGatherer, file: string, longBytes: number): Promise<void> {
  const reading = new LineReading(gatherer, file);
  const half = await secondHalf(file, longBytes);
  try {
    for await (const lines of linesOf(piecesOf(file, 0, half?.fromByte))) reading.take(lines);
    const part = (await half?.part) ?? null;
    const before = reading.lines;
    if (half !== null && (part === null || before === null || !gatherer.append(part, before))) {
      for await (const lines of linesOf(piecesOf(file, half.fromByte), true)) reading.take(lines);
    }
  } finally {
    half?.stop();
  }
  reading.end();
  gatherer.endOfFile();
}

/** Feeds the lines of one log (or of several, concatenated) to the gatherer. */
export async function readInto(
  gatherer: LogGatherer,
  input: AsyncIterable<string | Uint8Array>,
  file: string,
): Promise<void> {
  const reading = new LineReading(gatherer, file);
  for await (const lines of linesOf(input)) reading.take(lines);
  reading.end();
  gatherer.endOfFile();
}

/** The log at a path: itself, or that of a run’s directory. Throws ConfigError. */
export async function logFile(path: string): Promise<string> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, LOG_FILE) : path;
    await expectRegular(file);
    return file;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(file: string, error: unknown): ConfigError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EACCES'
        ? 'no permission to read it'
        : code === 'NOT_A_REGULAR_FILE'
          ? 'this is a pipe, a device or a socket'
          : code;
  return new ConfigError(`expected a call log or a run's directory, found none: ${why}`, {
    code: 'log_unreadable',
    file,
    hint: 'Give a folder that a run left (reports/<run>), or the calls.ndjson in it.',
  });
}
