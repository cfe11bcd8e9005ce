/** An answer that nobody can hear, as from a voice that has broken down behind a service that has not. */

import { agentFault } from './moments.ts';

export const inaudible = agentFault({
  name: 'inaudible',
  means: 'an answer is digital silence: its audio comes in time, and nothing can be heard',
  of: 'answer',
  args: {},
  does: () => (plan) => ({ ...plan, audible: false }),
});
