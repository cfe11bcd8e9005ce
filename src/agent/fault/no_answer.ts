/** A turn that nobody answers. */

import { agentFault } from './moments.ts';

export const noAnswer = agentFault({
  name: 'no_answer',
  means: 'a turn is not answered at all: no response is created',
  of: 'answer',
  args: {},
  does: () => (plan) => ({ ...plan, outcome: { type: 'silent' } }),
});
