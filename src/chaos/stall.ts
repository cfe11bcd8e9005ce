/** An uplink that stands still for a while, and then has all that waited come at once. */

import { after, chaosFault, phase, lasting } from './moments.ts';

export const stall = chaosFault({
  name: 'stall',
  means: 'nothing leaves for a while, then all of it in a burst',
  of: 'conversation',
  args: { phase: { ...phase, otherwise: 'utterance' }, after, for: lasting },
  does: ({ phase, after, for: forMs }) => ({ during: phase, afterMs: after, deed: { type: 'hold', forMs } }),
});
