import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summarize } from '../../src/report/summarize.ts';
import { usualViews } from '../../src/report/view/views.ts';
import { writeReports } from '../../src/report/write.ts';
import { gathered, goodRun } from './log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-write-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const summary = summarize(gathered(goodRun(3, () => 400)));

describe('writeReports', () => {
  it('writes all of them, whole, and leaves nothing else behind', async () => {
    const run = join(folder, 'reports', 'run-1');
    const { written, failed } = await writeReports(summary, run);
    expect(failed).toEqual([]);
    expect(written).toEqual(usualViews.map(({ file }) => join(run, file)));
    expect((await readdir(run)).sort()).toEqual(['junit.xml', 'report.html', 'report.md', 'summary.json']);
    expect(JSON.parse(await readFile(join(run, 'summary.json'), 'utf8'))).toEqual(summary);
  });

  it('names the one that fails and writes the others', async () => {
    await mkdir(join(folder, 'report.md'));
    const { written, failed } = await writeReports(summary, folder);
    expect(written.map((file) => file.slice(folder.length + 1))).toEqual([
      'summary.json',
      'report.html',
      'junit.xml',
    ]);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.file).toBe(join(folder, 'report.md'));
    expect(failed[0]?.reason).toContain('EISDIR');
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('says so when the folder itself cannot be', async () => {
    const file = join(folder, 'taken');
    await writeFile(file, '');
    const { written, failed } = await writeReports(summary, join(file, 'run'));
    expect(written).toEqual([]);
    expect(failed).toEqual([
      { file: join(file, 'run'), reason: 'a file is in the way of the directory (ENOTDIR)' },
    ]);
  });

  it('replaces an older report', async () => {
    await writeFile(join(folder, 'summary.json'), 'old');
    await writeReports(summary, folder);
    expect(await readFile(join(folder, 'summary.json'), 'utf8')).toContain('"verdict"');
  });
});
