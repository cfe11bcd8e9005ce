/**
 * Writes the views of a run into its directory. Each file appears whole or not at all, and one that cannot be written, or not
 * made, does not keep the others from being.
 */

import { join } from 'node:path';
import { makeDirectory } from '../disk/make_directory.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import type { Summary } from './summary.ts';
import { usualViews, type Reported, type View } from './view/views.ts';

export interface WrittenReports {
  readonly written: readonly string[];
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
}

/** Never throws for what the disk does: it says which files could not be written and why. */
export async function writeReports(
  summary: Summary,
  directory: string,
  more: Partial<Omit<Reported, 'summary'>> = {},
  views: readonly View[] = usualViews,
): Promise<WrittenReports> {
  const reported: Reported = { log: null, files: [], ...more, summary };
  const written: string[] = [];
  const failed: { file: string; reason: string }[] = [];
  try {
    makeDirectory(directory);
  } catch (error) {
    return { written, failed: [{ file: directory, reason: reasonOf(error) }] };
  }
  for (const { file: name, make } of views) {
    const file = join(directory, name);
    try {
      await writeWhole(file, await make(reported));
      written.push(file);
    } catch (error) {
      failed.push({ file, reason: reasonOf(error) });
    }
  }
  return { written, failed };
}
