/** A client that reads slower than the agent sends: what it does not take waits in the network, then in the agent. */

import { atOnce, bytesPerMs, chaosFault, phase, lasting, rate } from './moments.ts';

export const slowReader = chaosFault({
  name: 'slow_reader',
  means: 'what the agent sends is read at a rate only',
  of: 'conversation',
  args: { phase, after: atOnce, kbps: rate, for: { ...lasting, otherwise: 5000 } },
  does: ({ phase, after, kbps, for: forMs }) => ({
    during: phase,
    afterMs: after,
    deed: { type: 'limit_reading', bytesPerMs: bytesPerMs(kbps), forMs },
  }),
});
