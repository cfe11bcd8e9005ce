/**
 * Writes the views of a summary into a run's directory. Each file appears whole or not at all, and one that cannot be
 * written does not keep the others from being.
 */

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Summary } from './summary.ts';
import { jsonReport } from './view/json.ts';
import { junitReport } from './view/junit.ts';
import { markdownReport } from './view/markdown.ts';

export interface WrittenReports {
  readonly written: readonly string[];
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
}

const views: Readonly<Record<string, (summary: Summary) => string>> = {
  'summary.json': jsonReport,
  'report.md': markdownReport,
  'junit.xml': junitReport,
};

/** Never throws for what the disk does: it says which files could not be written and why. */
export async function writeReports(summary: Summary, directory: string): Promise<WrittenReports> {
  const written: string[] = [];
  const failed: { file: string; reason: string }[] = [];
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    return { written, failed: [{ file: directory, reason: reasonOf(error) }] };
  }
  for (const [name, view] of Object.entries(views)) {
    const file = join(directory, name);
    const text = view(summary);
    try {
      await writeWhole(file, text);
      written.push(file);
    } catch (error) {
      failed.push({ file, reason: reasonOf(error) });
    }
  }
  return { written, failed };
}

async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part-${process.pid}`;
  try {
    await writeFile(part, text, { flush: true });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  EISDIR: 'a directory is in the way',
  ENOTDIR: 'a file is in the way of the directory',
  EEXIST: 'a file is in the way of the directory',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : `${reasons[code] ?? message} (${code})`;
}
