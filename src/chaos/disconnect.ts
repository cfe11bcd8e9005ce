/** A connection that is gone without a word. */

import { after, chaosFault, during } from './moments.ts';

export const disconnect = chaosFault({
  name: 'disconnect',
  means: 'the connection is cut without a word',
  of: 'conversation',
  args: { during, after },
  does: ({ during, after }) => ({ during, afterMs: after, deed: { type: 'cut' } }),
});
