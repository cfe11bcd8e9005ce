/**
 * Writes the views of a summary into a run's directory. Each file appears whole or not at all, and one that cannot be
 * written does not keep the others from being.
 */

import { join } from 'node:path';
import { makeDirectory } from '../disk/make_directory.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
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
    makeDirectory(directory);
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
