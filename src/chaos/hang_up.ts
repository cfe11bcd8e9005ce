/** A caller that has had enough, whatever its script says. */

import { after, chaosFault, during } from './moments.ts';

export const hangUp = chaosFault({
  name: 'hang_up',
  means: 'the caller hangs up in the middle',
  of: 'conversation',
  args: { during, after },
  does: ({ during, after }) => ({ during, afterMs: after, deed: { type: 'hang_up' } }),
});
