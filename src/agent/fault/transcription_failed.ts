/** A transcription that fails. */

import { agentFault } from './moments.ts';

export const transcriptionFailed = agentFault({
  name: 'transcription_failed',
  means: 'a transcription fails',
  of: 'transcription',
  args: {},
  does: () => (plan) => ({ ...plan, outcome: 'failed' }),
});
