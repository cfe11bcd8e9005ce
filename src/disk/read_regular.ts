/**
 * Reads a whole file that is one: a pipe would keep whoever reads it waiting, and a device has no end. Its size is looked at
 * before it is read. What is refused is told as the file system tells it, by a code (`disk_trouble.ts` has the words).
 */

import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

const MIB = 1 << 20;
/** Bytes of the largest file of each kind that anybody has a use for. */
export const MOST_BYTES = { text: 64 * MIB, recording: 1024 * MIB } as const;

export async function readRegular(file: string, kind: keyof typeof MOST_BYTES): Promise<Buffer> {
  await expectRegular(file, MOST_BYTES[kind]);
  return readFile(file);
}

export async function readRegularText(file: string): Promise<string> {
  return (await readRegular(file, 'text')).toString('utf8');
}

/** What it is found to be. Throws `EISDIR`, `NOT_A_REGULAR_FILE` or `FILE_TOO_LARGE`, or what the file system says. */
export async function expectRegular(file: string, mostBytes = Infinity): Promise<Stats> {
  const found = await stat(file);
  const code = found.isDirectory()
    ? 'EISDIR'
    : !found.isFile()
      ? 'NOT_A_REGULAR_FILE'
      : found.size > mostBytes
        ? 'FILE_TOO_LARGE'
        : null;
  if (code !== null)
    throw Object.assign(new Error(`${code}: ${file}`), { code, syscall: 'read', path: file });
  return found;
}
