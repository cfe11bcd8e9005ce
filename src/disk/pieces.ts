/**
 * A file from its beginning to its end, piece by piece, all of them in the same memory: a stream would make a new block for each,
 * and a log has thousands.
 */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 18;

/** A piece is whoever takes it only until the next is asked for. Rejects with what the file system says. */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
