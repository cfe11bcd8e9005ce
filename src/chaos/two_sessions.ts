/** Two sessions on one key: the second is opened beside the first, and closed again. */

import { atOnce, chaosFault, phase } from './moments.ts';

export const twoSessions = chaosFault({
  name: 'two_sessions',
  means: 'a second connection with the same key is opened beside, and closed',
  of: 'conversation',
  args: { phase: { ...phase, otherwise: 'between' }, after: atOnce },
  does: ({ phase, after }) => ({ during: phase, afterMs: after, deed: { type: 'dial_beside' } }),
});
