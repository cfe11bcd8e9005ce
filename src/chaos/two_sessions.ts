/** Two sessions on one key: the second is opened beside the first, and closed again. */

import { atOnce, chaosFault, during } from './moments.ts';

export const twoSessions = chaosFault({
  name: 'two_sessions',
  means: 'a second connection with the same key is opened beside, and closed',
  of: 'conversation',
  args: { during: { ...during, otherwise: 'between' }, after: atOnce },
  does: ({ during, after }) => ({ during, afterMs: after, deed: { type: 'dial_beside' } }),
});
