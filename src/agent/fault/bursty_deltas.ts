/** Audio in bursts, as behind a proxy that buffers. */

import { agentFault } from './moments.ts';

export const burstyDeltas = agentFault({
  name: 'bursty_deltas',
  means: 'audio is kept back and comes in bursts; longer apart than they last, playback runs dry',
  of: 'answer',
  args: { apart: { means: 'from burst to burst', otherwise: 1000, kind: 'ms', min: 1 } },
  does:
    ({ apart }) =>
    (plan) => ({ ...plan, burstMs: apart }),
});
