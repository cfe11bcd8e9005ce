/** A connection that stays open, and nothing more: as when a laptop is shut. */

import { after, chaosFault, during } from './moments.ts';

export const halfOpen = chaosFault({
  name: 'half_open',
  means: 'the connection stays open, and nothing more is sent or read',
  of: 'conversation',
  args: { during, after },
  does: ({ during, after }) => ({ during, afterMs: after, deed: { type: 'freeze' } }),
});
