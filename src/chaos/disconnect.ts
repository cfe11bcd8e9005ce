/** A connection that is gone without a word. */

import { after, chaosFault, phase } from './moments.ts';

export const disconnect = chaosFault({
  name: 'disconnect',
  means: 'the connection is cut without a word',
  of: 'conversation',
  args: { phase, after },
  does: ({ phase, after }) => ({ during: phase, afterMs: after, deed: { type: 'cut' } }),
});
