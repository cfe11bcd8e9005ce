/** An allowance of tokens that is used up. */

import { agentFault } from './moments.ts';

export const rateLimited = agentFault({
  name: 'rate_limited',
  means: 'an answer ends at once as failed, with rate_limit_exceeded: silence to the caller',
  of: 'answer',
  args: {},
  does: () => (plan) => ({ ...plan, outcome: { type: 'refused' } }),
});
