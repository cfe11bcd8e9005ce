/** Where a run's log and report go: a place of its own, in which nothing is overwritten. */

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { Plan } from '../core/plan/plan.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { LogSink } from '../run/log_sink.ts';
import { LOG_FILE } from '../report/read.ts';
import type { Io } from './io.ts';
import { STDOUT } from './share_option.ts';

/** Where runs go that nobody gave a place, from where the command was typed. */
export const REPORTS_FOLDER = 'reports';

export function directoryFor(io: Io, plan: Plan, asked: string | undefined): string {
  if (asked?.trim() === '') {
    throw new ConfigError('expected a directory for the report, found an empty name', {
      code: 'option_invalid',
      path: '--out',
      hint: 'leave --out out for reports/<time>-<scenario>',
    });
  }
  if (asked !== undefined) return resolve(io.cwd, asked);
  const stem = `${stamp(Date.now())}-${slug(plan.scenario.name)}`;
  for (let n = 1; ; n++) {
    const directory = resolve(io.cwd, REPORTS_FOLDER, n === 1 ? stem : `${stem}-${n}`);
    if (!existsSync(directory)) return directory;
  }
}

export function refuseTaken(directory: string): void {
  if (existsSync(join(directory, LOG_FILE))) {
    throw new ConfigError(`expected a directory without a run in it, found ${LOG_FILE} there`, {
      code: 'out_taken',
      file: directory,
      hint: 'choose another --out, or remove that run first: nothing is overwritten',
    });
  }
  if (existsSync(directory) && !statSync(directory).isDirectory()) {
    throw new ConfigError('expected a directory, found a file', {
      code: 'out_not_a_directory',
      file: directory,
    });
  }
}

/** Of a run whose report goes into this folder. Null: its log goes to standard output alone. */
export function logPath(io: Io, folder: string | null, asked: string | undefined): string | null {
  if (asked !== undefined && asked !== STDOUT) return resolve(io.cwd, asked);
  return folder === null ? null : join(folder, LOG_FILE);
}

export function openLog(directory: string): LogSink {
  return openLogAt(join(directory, LOG_FILE));
}

/** Throws ConfigError: nothing is overwritten. */
export function openLogAt(path: string): LogSink {
  if (existsSync(path)) {
    throw new ConfigError('expected a place for the log, found something there', {
      code: 'out_taken',
      file: path,
      hint: 'Choose another place, or move it away first: nothing is overwritten.',
    });
  }
  try {
    return new LogSink(path);
  } catch (error) {
    throw unwritable(error, { code: 'out_unwritable', file: path });
  }
}

export function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replaceAll(':', '-');
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
