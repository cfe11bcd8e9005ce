/** A transcription that never comes. */

import { agentFault } from './moments.ts';

export const transcriptionNever = agentFault({
  name: 'transcription_never',
  means: 'a transcription never comes',
  of: 'transcription',
  args: {},
  does: () => (plan) => ({ ...plan, outcome: 'never' }),
});
