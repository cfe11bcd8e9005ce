/**
 * Makes a directory with those above it, level by level. Node's own recursive mkdir never returns where a file system
 * takes no directories (/proc), and no signal ends it.
 */

import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Returns what it made, the outermost first; nothing where it was there. Throws the file system's own error, and then
 * leaves nothing behind.
 */
export function makeDirectory(path: string): readonly string[] {
  const missing: string[] = [];
  let at = resolve(path);
  while (statSync(at, { throwIfNoEntry: false }) === undefined) {
    missing.unshift(at);
    at = dirname(at);
  }
  const made: string[] = [];
  for (const level of missing.length === 0 ? [at] : missing) {
    if (isDirectory(level)) continue;
    try {
      mkdirSync(level);
      made.push(level);
    } catch (error) {
      // Somebody else may have been quicker.
      if (isDirectory(level)) continue;
      removeEmpty(made);
      throw error;
    }
  }
  return made;
}

/** Removes directories that were made for nothing; one in which something lies by now stays. */
export function removeEmpty(made: readonly string[]): void {
  for (const level of made.toReversed()) {
    try {
      rmdirSync(level);
    } catch {
      return;
    }
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
