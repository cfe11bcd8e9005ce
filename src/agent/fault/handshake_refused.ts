/** A handshake that is answered with an HTTP error. */

import { agentFault } from './moments.ts';

export const handshakeRefused = agentFault({
  name: 'handshake_refused',
  means: 'the WebSocket handshake is answered with an HTTP error',
  of: 'handshake',
  args: {
    status: { means: 'the HTTP status', otherwise: 429, kind: 'number', min: 400, max: 599, whole: true },
  },
  does: ({ status }) => status,
});
