/**
 * The logs that a report was made of, kept beside it as one `calls.ndjson`, so that the folder is a run's like any other: `report`,
 * `compare`, `open` and `replay` read it. Never in the place of another run's log.
 */

import { copyFile, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { joinedLogs } from '../report/joined_logs.ts';
import type { RunLog } from '../report/log.ts';
import { LOG_FILE } from '../report/read.ts';
import type { WrittenReports } from '../report/write.ts';
import { PLAN_FILE } from '../run/plan_file.ts';

/** Throws ConfigError where the folder has a log that is not an earlier putting together of these. */
export async function refuseOtherLog(folder: string, log: RunLog, option: string): Promise<void> {
  if ((await stat(join(folder, LOG_FILE)).catch(() => null)) === null) return;
  if (await putTogetherBefore(folder, log)) return;
  throw new ConfigError(`expected a folder without another run in it, found ${LOG_FILE} there`, {
    code: 'report_where',
    path: option,
    file: folder,
    hint: 'The logs are kept there as one, and nothing is overwritten: give another folder.',
  });
}

/** `files`: in the order in which they are put together. The plan comes along where one of them has it beside it. */
export async function keepLog(folder: string, files: readonly string[]): Promise<WrittenReports> {
  const kept = join(folder, LOG_FILE);
  try {
    await writeWhole(kept, joinedLogs(files));
  } catch (error) {
    return { written: [], failed: [{ file: kept, reason: reasonOf(error) }] };
  }
  for (const file of files) if (await bringPlan(dirname(file), folder)) break;
  return { written: [kept], failed: [] };
}

/** False where there is none. Without it nothing of the report is lacking. */
async function bringPlan(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(join(from, PLAN_FILE), join(to, PLAN_FILE));
    return true;
  } catch {
    return false;
  }
}

async function putTogetherBefore(folder: string, log: RunLog): Promise<boolean> {
  try {
    const told = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as {
      readonly run?: { readonly ids?: readonly unknown[] };
      readonly shares?: readonly unknown[];
    };
    const ids = told.run?.ids ?? [];
    const severally = (told.shares ?? []).length > 0 || ids.length > 1;
    return severally && ids.length > 0 && ids.every((id) => log.runs.some((run) => run.id === id));
  } catch {
    return false;
  }
}
