/** A caller that has had enough, whatever its script says. */

import { after, chaosFault, phase } from './moments.ts';

export const hangUp = chaosFault({
  name: 'hang_up',
  means: 'the caller hangs up in the middle',
  of: 'conversation',
  args: { phase, after },
  does: ({ phase, after }) => ({ during: phase, afterMs: after, deed: { type: 'hang_up' } }),
});
