/** Errors that the agent told of and the session survived. Logs from before say nothing of them. */

import { recordOf, type Family } from './family.ts';

export const agentError = {
  agent_errors: {
    ofCall: (call) => recordOf(call)?.agentErrors?.reduce((total, { count }) => total + count, 0) ?? null,
  },
} as const satisfies Family;
