/**
 * No more than `rate` gets through: each byte takes its time after those before it. What comes in one piece comes out in pieces
 * of a tenth of a second, as much as there is of it.
 */

import { toxic } from './toxic.ts';

const PIECE_MS = 100;

export const bandwidth = toxic({
  name: 'bandwidth',
  means: 'no more than so many bytes a second get through',
  of: 'link',
  args: { rate: { means: 'bytes a second', kind: 'bytesPerS', otherwise: 30_000, min: 100 } },
  does: ({ rate }) => ({
    type: 'shapes',
    shaper: () => {
      let freeMs = 0;
      const pieceBytes = Math.ceil((rate / 1000) * PIECE_MS);
      return {
        pass: (bytes, atMs, out) => {
          freeMs = Math.max(freeMs, atMs);
          for (let left = bytes; left > 0; left -= pieceBytes) {
            const piece = Math.min(left, pieceBytes);
            freeMs += (piece * 1000) / rate;
            out.piece(piece, freeMs);
          }
          return true;
        },
      };
    },
  }),
});
