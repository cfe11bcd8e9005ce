/** A run by its folder or its log, made ready to be compared. */

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ComparedRun } from '../report/compare/compared_run.ts';
import { comparedRun } from '../report/compare/compared_run.ts';
import { readLogs } from '../report/read.ts';
import { summarize } from '../report/summarize.ts';
import type { Io } from './io.ts';

/** `otherwise`: what it is where there is no such path. Throws ConfigError. */
export async function readComparedRun(
  given: string,
  io: Io,
  otherwise?: () => Promise<ComparedRun>,
): Promise<ComparedRun> {
  const path = resolve(io.cwd, given);
  if (otherwise !== undefined && isName(given)) {
    const there = await stat(path).catch(() => null);
    if (there === null) return otherwise();
  }
  const log = await readLogs([path]);
  return comparedRun(given, summarize(log), log);
}

/** A baseline's name has no folder in it. */
function isName(given: string): boolean {
  return /^[\w.-]+$/.test(given);
}
