/** Where a comparison or a trend goes: to standard output, or whole into a file. */

import { basename, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { LOG_FILE } from '../report/read.ts';
import { plainStyle, type Style } from '../report/view/terminal_style.ts';
import { style, type Io } from './io.ts';

/** A file in a terminal's format has no terminal's width. */
const FILE_COLUMNS = 120;

export async function printed(
  io: Io,
  out: string | undefined,
  view: (paint: Style, columns: number) => string,
): Promise<void> {
  if (out === undefined) {
    io.out(view(style(io), io.columns));
    return;
  }
  const file = resolve(io.cwd, out);
  if (basename(file) === LOG_FILE) {
    throw new ConfigError('expected another file: that one is a run’s log', { code: 'out_taken', file });
  }
  try {
    await writeWhole(file, view(plainStyle, FILE_COLUMNS));
  } catch (error) {
    throw new ConfigError(`could not be written: ${reasonOf(error)}`, { code: 'out_unwritable', file });
  }
  io.err(`wrote ${file}\n`);
}
