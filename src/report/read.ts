/**
 * Reads call logs from disk, line by line. A log may break off (no footer, a torn last line) and may hold records this
 * version does not know: that is counted. Anything else that is wrong is one error with file and line.
 */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { linesOf } from '../disk/lines.ts';
import { piecesOf } from '../disk/pieces.ts';
import { expectRegular } from '../disk/read_regular.ts';
import { readLine } from './line.ts';
import { LogGatherer, type RunLog } from './log.ts';

export const LOG_FILE = 'calls.ndjson';

/** Each path is a log, or a run's directory. Throws ConfigError. */
export async function readLogs(paths: readonly string[]): Promise<RunLog> {
  const gatherer = new LogGatherer();
  for (const path of paths) {
    const file = await logFile(path);
    try {
      await readInto(gatherer, piecesOf(file), file);
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

/** How a log begins; within a line it is the next log, glued to a torn one as `cat` leaves it. */
export const SPLICE = '{"type":"header"';

/** Feeds the lines of one log (or of several, concatenated) to the gatherer. */
export async function readInto(
  gatherer: LogGatherer,
  input: AsyncIterable<string | Uint8Array>,
  file: string,
): Promise<void> {
  let number = 0;
  let broken: number | null = null;
  const read = (text: string): void => {
    const line = readLine(text);
    switch (line.type) {
      case 'record':
        gatherer.add(line.record, file, number);
        break;
      case 'unknown':
        gatherer.unknown();
        break;
      case 'broken': {
        // A torn last line with the next log glued to it, as `cat` leaves it.
        const next = text.indexOf(SPLICE, 1);
        if (next > 0) {
          gatherer.torn();
          read(text.slice(next));
        } else broken = number;
        break;
      }
      case 'wrong':
        throw new ConfigError(line.message, { code: 'log_invalid', file, line: number, path: line.path });
    }
  };
  for await (const lines of linesOf(input)) {
    for (const text of lines) {
      number++;
      if (text.trim() === '') continue;
      if (broken !== null) throw notJson(file, broken);
      read(text);
    }
  }
  // Only the last line may be broken: the run was cut off while writing it.
  if (broken !== null) {
    if (broken === 1) throw notJson(file, broken);
    gatherer.torn();
  }
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

function notJson(file: string, line: number): ConfigError {
  return new ConfigError('expected one JSON record per line, found something else', {
    code: 'log_not_json',
    file,
    line,
    hint: 'only the last line of a log may be cut off',
  });
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
    hint: 'callstorm report <run-dir>, e.g. callstorm report reports/<run>',
  });
}
