/**
 * Writes files so that one who reads, or a machine that stops, meets the old file or the new one, never half of either:
 * each is written beside its place and renamed into it. What fails leaves nothing behind, neither file nor directory.
 */

import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory, removeEmpty } from './make_directory.ts';

/** What is long may come in pieces: it need not be in memory as a whole. */
export type Content = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Makes the directory where there is none. Throws the file system's own error. `flush`: it shall outlast a machine that stops;
 * what is much and can be done without need not be waited for.
 */
export async function writeWhole(file: string, content: Content, flush = true): Promise<void> {
  await writeTogether([[file, content]], flush);
}

/** Files that make sense together: none takes its place before there is room for all. In this order, they do. */
export async function writeTogether(
  files: readonly (readonly [file: string, content: Content])[],
  flush = true,
): Promise<void> {
  const made: string[] = [];
  try {
    for (const [file, content] of files) {
      // A device has no half, and one that were replaced by a file would be missed by everybody.
      if (await isDevice(file)) {
        await writeFile(file, content);
        continue;
      }
      made.push(...makeDirectory(dirname(file)));
      await writeFile(draftOf(file), content, { flush });
    }
    for (const [file] of files) if (!(await isDevice(file))) await rename(draftOf(file), file);
  } catch (error) {
    for (const [file] of files) await rm(draftOf(file), { force: true }).catch(() => undefined);
    removeEmpty(made);
    throw error;
  }
}

async function isDevice(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isCharacterDevice() === true;
}

function draftOf(file: string): string {
  return `${file}.part-${process.pid}`;
}
