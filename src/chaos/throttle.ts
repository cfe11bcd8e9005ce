/** An upload that is narrower than the audio: it arrives late, and later and later. */

import { atOnce, bytesPerMs, chaosFault, during, lasting, rate } from './moments.ts';

export const throttle = chaosFault({
  name: 'throttle',
  means: 'what the caller sends leaves at a rate only',
  of: 'conversation',
  args: {
    during: { ...during, otherwise: 'utterance' },
    after: atOnce,
    kbps: rate,
    for: { ...lasting, otherwise: 5000 },
  },
  does: ({ during, after, kbps, for: forMs }) => ({
    during,
    afterMs: after,
    deed: { type: 'limit_upload', bytesPerMs: bytesPerMs(kbps), forMs },
  }),
});
