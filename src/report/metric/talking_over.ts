/** The agent and the caller at once: an agent that does not let its caller finish, and for how long both are heard. */

import { recordOf, type Family } from './family.ts';

export const talkingOver = {
  agent_interruption_rate: {
    ofTurn: ({ times, speaks }) => (speaks ? times.agentInterrupted : null),
    isBad: (rate) => rate > 0.05,
  },
  overlap: {
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null || record.readyMs === null ? null : record.overlapMs;
    },
  },
} as const satisfies Family;
