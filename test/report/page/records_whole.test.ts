/**
 * What a page holds of the records, whole, with its columns unpacked so that they can be read. After a change that is meant, write them
 * anew with UPDATE_GOLDEN=1 and read the difference.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunLog } from '../../../src/report/log.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { columnsIn } from '../../../src/report/page/read_columns.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { judged } from '../judged_run.ts';
import { gathered } from '../log_builder.ts';
import { toldRun } from '../told_run.ts';
import { damaged, stopped } from '../view_runs.ts';

const folder = join(import.meta.dirname, '../../golden/page');

it.each<[name: string, log: RunLog]>([
  ['told', gathered(toldRun)],
  ['stopped', stopped],
  ['damaged', damaged],
  ['judged', judged],
])('of the run %s is the committed one', async (name, log) => {
  const recorded = recordedOf(log, summarize(log));
  const { calls, turns } = columnsIn(recorded);
  // A line a column: lists are long.
  const text = JSON.stringify({ ...recorded, calls, turns }, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  ).replaceAll(/(?<=[\]}"\d]),"/g, ',\n"');
  const file = join(folder, `${name}.recorded.json`);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
});
