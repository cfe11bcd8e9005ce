/** Closes the connection once so many bytes have got through, to the byte. */

import { toxic } from './toxic.ts';

export const limitData = toxic({
  name: 'limit_data',
  means: 'the connection is closed once so much has got through',
  of: 'link',
  args: { bytes: { means: 'so much', kind: 'bytes', otherwise: 100_000 } },
  does: ({ bytes: limit }) => ({
    type: 'shapes',
    shaper: () => {
      let left = limit;
      return {
        pass: (bytes, atMs, out) => {
          const through = Math.min(bytes, left);
          left -= through;
          if (through > 0) out.piece(through, atMs);
          if (left > 0) return false;
          out.end(atMs);
          return true;
        },
      };
    },
  }),
});
