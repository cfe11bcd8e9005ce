/** A client that connects and never says what session it wants. */

import { chaosFault } from './moments.ts';

export const neverConfigures = chaosFault({
  name: 'never_configures',
  means: 'the settings of the session are never sent',
  of: 'connection',
  args: {},
  does: () => ({ during: 'opened', afterMs: 0, deed: { type: 'withhold_settings' } }),
});
