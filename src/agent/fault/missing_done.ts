/** An answer whose end is not announced. */

import { agentFault } from './moments.ts';

export const missingDone = agentFault({
  name: 'missing_done',
  means: 'an answer is spoken to its end, and response.done never comes',
  of: 'answer',
  args: {},
  does: () => (plan) => ({ ...plan, done: false }),
});
