/** A server that cuts its audio as its buffers happen to end. */

import { agentFault } from './moments.ts';

export const oddPieces = agentFault({
  name: 'odd_pieces',
  means: 'a telephone’s server cuts its audio into pieces of an odd length',
  of: 'stream',
  args: { bytes: { means: 'of µ-law in a piece', otherwise: 401, kind: 'number', whole: true, min: 1 } },
  does:
    ({ bytes }) =>
    (manners) => ({ ...manners, pieceBytes: bytes }),
});
