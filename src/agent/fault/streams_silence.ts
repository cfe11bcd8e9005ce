/** A server whose audio never stops: where it has nothing to say it sends silence. */

import { agentFault } from './moments.ts';

export const streamsSilence = agentFault({
  name: 'streams_silence',
  means: 'a telephone’s server sends silence where it has nothing to say',
  of: 'stream',
  args: {},
  does: () => (manners) => ({ ...manners, sendsSilence: true }),
});
