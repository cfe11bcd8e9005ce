/** Where a file of lines can be parted. */

import { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';

const LF = 10;
const LOOK_BYTES = 1 << 16;

/** The byte after the first end of a line that comes after half of the file; null where there is none, or nothing after it. */
export async function halfWay(handle: FileHandle, size: number): Promise<number | null> {
  const piece = Buffer.alloc(LOOK_BYTES);
  for (let at = Math.floor(size / 2); at < size;) {
    const { bytesRead } = await handle.read(piece, 0, LOOK_BYTES, at);
    if (bytesRead === 0) return null;
    const end = piece.subarray(0, bytesRead).indexOf(LF);
    if (end !== -1) return at + end + 1 < size ? at + end + 1 : null;
    at += bytesRead;
  }
  return null;
}
