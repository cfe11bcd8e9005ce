/** A client that closes its connection as the protocol wants it, in the middle of the call. */

import { after, chaosFault, phase } from './moments.ts';

export const close = chaosFault({
  name: 'close',
  means: 'the client closes the connection, politely',
  of: 'conversation',
  args: {
    phase,
    after,
    code: {
      means: 'the close code: 1000, or one of 3000 to 4999',
      kind: 'number',
      min: 1000,
      max: 4999,
      whole: true,
      otherwise: 1000,
    },
  },
  does: ({ phase, after, code }) => ({ during: phase, afterMs: after, deed: { type: 'close', code } }),
  // Others are the protocol's own, and no client may send them.
  neverStrikes: ({ code }) =>
    code === 1000 || code >= 3000 ? null : `code: expected 1000, or one from 3000 to 4999, found ${code}`,
});
