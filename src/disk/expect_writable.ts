/**
 * Whether something can be written at a place, before it is tried: to open a pipe that nobody reads never returns. What is
 * refused is told as the file system tells it, by a code (`disk_trouble.ts` has the words).
 */

import { stat } from 'node:fs/promises';

/**
 * A regular file, or nothing yet; or a device that takes characters, as /dev/null and a terminal do. Throws `EISDIR` or
 * `NOT_A_FILE`, or what the file system says.
 */
export async function expectWritable(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null || found.isFile() || found.isCharacterDevice()) return;
  const code = found.isDirectory() ? 'EISDIR' : 'NOT_A_FILE';
  throw Object.assign(new Error(`${code}: ${file}`), { code, syscall: 'write', path: file });
}
