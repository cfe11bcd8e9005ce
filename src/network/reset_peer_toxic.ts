/** The connection is reset (TCP RST) towards both ends, `timeout` after the toxic is on. */

import { toxic } from './toxic.ts';

export const resetPeer = toxic({
  name: 'reset_peer',
  means: 'the connection is reset',
  of: 'link',
  args: { timeout: { means: 'after so long', kind: 'ms', otherwise: 0 } },
  does: ({ timeout }) => ({ type: 'resets', afterMs: timeout }),
});
