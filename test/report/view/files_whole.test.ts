/**
 * The files that a run leaves for other programs, whole, of a run in which every field has a value of its own. After a change that is
 * meant, write them anew with UPDATE_GOLDEN=1 and read the difference.
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { views, type Reported } from '../../../src/report/view/views.ts';
import { toldRun } from '../told_run.ts';

const folder = join(import.meta.dirname, '../../golden/files');

let logs = '';
let reported: Reported;
beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'callstorm-files-'));
  const file = join(logs, 'calls.ndjson');
  await writeFile(file, toldRun.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const log = await readLogs([file]);
  reported = { summary: summarize(log), log, files: [file] };
});
afterAll(async () => {
  await rm(logs, { recursive: true });
});

async function made(format: string, of: Reported): Promise<string> {
  const content = await views.find((view) => view.format === format)?.make(of);
  if (typeof content === 'string') return content;
  let text = '';
  for await (const piece of content ?? []) text += piece;
  return text;
}

async function committed(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

describe.each([
  ['csv-turns', 'turns.csv'],
  ['csv-calls', 'calls.csv'],
  ['trace', 'trace.json'],
])('the view %s', (format, file) => {
  it('is the committed one', async () => {
    const text = await made(format, reported);
    expect(text).toBe(await committed(file, text));
  });

  it('of what is in memory alone is the committed one', async () => {
    const text = await made(format, { ...reported, files: [] });
    expect(text).toBe(await committed(file.replace('.', '.kept.'), text));
  });
});

it('the badge is the committed one', async () => {
  const text = await made('badge', reported);
  expect(text).toBe(await committed('badge.svg', text));
});

it('a trace of one call has that call alone', async () => {
  const text = await made('trace', { ...reported, call: 4 });
  expect(text).toBe(await committed('trace.one.json', text));
});
