/**
 * A file from its beginning to its end, piece by piece, all of them in the same memory: a stream would make a new block for each,
 * and a log has thousands.
 */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 18;

/**
 * A piece is whoever takes it only until the next is asked for, and that one is read meanwhile. Rejects with what the file system
 * says.
 */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  let filled = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let spare = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let reading = handle.read(filled, 0, PIECE_BYTES, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const piece = filled.subarray(0, bytesRead);
      [filled, spare] = [spare, filled];
      reading = handle.read(filled, 0, PIECE_BYTES, null);
      // Whoever takes no more pieces leaves a read behind: what it says is nobody's.
      reading.catch(() => {});
      yield piece;
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}
