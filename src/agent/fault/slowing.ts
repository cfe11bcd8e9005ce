/** A session that gets slower as it goes on. */

import { agentFault } from './moments.ts';

export const slowing = agentFault({
  name: 'slowing',
  means: 'each answer of a session takes longer than the one before it',
  of: 'answer',
  args: { by: { means: 'added with each answer', otherwise: 250, kind: 'ms', min: 1 } },
  does:
    ({ by }) =>
    (plan, nth) => ({ ...plan, llmMs: plan.llmMs + nth * by }),
});
