/** Delays all data by `latency`, more or less up to `jitter`. Nothing overtakes: a short delay waits for a long one before it. */

import { toxic } from './toxic.ts';

export const latency = toxic({
  name: 'latency',
  means: 'all data comes later',
  of: 'link',
  args: {
    latency: { means: 'by so much', kind: 'ms', otherwise: 100 },
    jitter: { means: 'more or less, up to so much, evenly drawn', kind: 'ms', otherwise: 0 },
  },
  does: ({ latency, jitter }) => ({
    type: 'shapes',
    shaper: (random) => ({
      pass: (bytes, atMs, out) => {
        const delayMs = Math.max(
          0,
          jitter === 0 ? latency : random.between(latency - jitter, latency + jitter),
        );
        out.piece(bytes, atMs + delayMs);
        return delayMs > 0;
      },
    }),
  }),
});
