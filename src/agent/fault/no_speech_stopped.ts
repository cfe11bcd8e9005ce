/** A turn whose end the detector misses. */

import { agentFault } from './moments.ts';

export const noSpeechStopped = agentFault({
  name: 'no_speech_stopped',
  means: 'the detector misses the end of a turn: no speech_stopped, no commit, no answer',
  of: 'turn',
  args: {},
  does: () => 'missed',
});
