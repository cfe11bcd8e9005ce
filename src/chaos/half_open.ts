/** A connection that stays open, and nothing more: as when a laptop is shut. */

import { after, chaosFault, phase } from './moments.ts';

export const halfOpen = chaosFault({
  name: 'half_open',
  means: 'the connection stays open, and nothing more is sent or read',
  of: 'conversation',
  args: { phase, after },
  does: ({ phase, after }) => ({ during: phase, afterMs: after, deed: { type: 'freeze' } }),
});
