/** A microphone that comes late: what is said before is not heard by anybody. */

import { chaosFault, lasting } from './moments.ts';

export const lateAudio = chaosFault({
  name: 'late_audio',
  means: 'the microphone is heard only so long after the session is ready',
  of: 'connection',
  args: { for: lasting },
  does: ({ for: forMs }) => ({ during: 'ready', afterMs: 0, deed: { type: 'mute', forMs } }),
});
