/** An uplink that stands still for a while, and then has all that waited come at once. */

import { after, chaosFault, during, lasting } from './moments.ts';

export const stall = chaosFault({
  name: 'stall',
  means: 'nothing leaves for a while, then all of it in a burst',
  of: 'conversation',
  args: { during: { ...during, otherwise: 'utterance' }, after, for: lasting },
  does: ({ during, after, for: forMs }) => ({ during, afterMs: after, deed: { type: 'hold', forMs } }),
});
