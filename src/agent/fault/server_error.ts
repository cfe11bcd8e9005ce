/** An answer that breaks. */

import { agentFault } from './moments.ts';

export const serverError = agentFault({
  name: 'server_error',
  means: 'an answer ends as failed with server_error, before its first sound or in the middle',
  of: 'answer',
  args: { after: { means: 'so much of it, as long as that takes to say', otherwise: 0, kind: 'ms' } },
  does:
    ({ after }) =>
    (plan) => ({ ...plan, outcome: { type: 'failed', code: 'server_error', afterMs: after } }),
});
