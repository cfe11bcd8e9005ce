/** A transcription that keeps one waiting. */

import { agentFault } from './moments.ts';

export const transcriptionLate = agentFault({
  name: 'transcription_late',
  means: 'a transcription comes long after its turn',
  of: 'transcription',
  args: { by: { means: 'on top of its usual delay', otherwise: 3000, kind: 'ms', min: 1 } },
  does:
    ({ by }) =>
    (plan) => ({ ...plan, delayMs: plan.delayMs + by }),
});
