/**
 * A file from its beginning to its end, or a stretch of it, piece by piece, all of them in the same memory: a stream would make a new block for each,
 * and a log has thousands.
 */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 18;

/**
 * A piece is whoever takes it only until the next is asked for, and that one is read meanwhile. Rejects with what the file system
 * says.
 */
export async function* piecesOf(file: string, fromByte = 0, untilByte = Infinity): AsyncGenerator<Buffer> {
  const handle = await open(file);
  let filled = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let spare = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let at = fromByte;
  const read = (): Promise<{ readonly bytesRead: number }> =>
    handle.read(filled, 0, Math.min(PIECE_BYTES, untilByte - at), at);
  let reading = read();
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const piece = filled.subarray(0, bytesRead);
      [filled, spare] = [spare, filled];
      at += bytesRead;
      reading = read();
      // Whoever takes no more pieces leaves a read behind: what it says is nobody's.
      reading.catch(() => {});
      yield piece;
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}
