/** A server that forgets what it has sent already: the caller that speaks over it hears it out. */

import { agentFault } from './moments.ts';

export const noClear = agentFault({
  name: 'no_clear',
  means:
    'a telephone’s server has nothing thrown away when its caller speaks over it: what is queued plays on',
  of: 'stream',
  args: {},
  does: () => (manners) => ({ ...manners, clears: false }),
});
