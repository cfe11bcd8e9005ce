/** A black hole: no data gets through, and after `timeout` the connection is closed. With 0 it stays, and what it holds comes later. */

import { toxic } from './toxic.ts';

export const timeout = toxic({
  name: 'timeout',
  means: 'no data gets through, and then the connection is closed',
  of: 'link',
  args: { timeout: { means: 'after so long; 0s: never', kind: 'ms', otherwise: 0 } },
  does: ({ timeout }) => ({ type: 'holds', closeAfterMs: timeout === 0 ? null : timeout }),
});
