/** An upload that is narrower than the audio: it arrives late, and later and later. */

import { atOnce, bytesPerMs, chaosFault, phase, lasting, rate } from './moments.ts';

export const throttle = chaosFault({
  name: 'throttle',
  means: 'what the caller sends leaves at a rate only',
  of: 'conversation',
  args: {
    phase: { ...phase, otherwise: 'utterance' },
    after: atOnce,
    kbps: rate,
    for: { ...lasting, otherwise: 5000 },
  },
  does: ({ phase, after, kbps, for: forMs }) => ({
    during: phase,
    afterMs: after,
    deed: { type: 'limit_upload', bytesPerMs: bytesPerMs(kbps), forMs },
  }),
});
