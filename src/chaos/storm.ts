/** Everybody who is talking loses the connection at one instant of the run. How they come back is their clients' business. */

import { chaosFault } from './moments.ts';

export const storm = chaosFault({
  name: 'storm',
  means: 'all calls that are talking are cut at one instant of the run',
  of: 'run',
  args: { at: { means: 'the instant of the run', kind: 'ms', otherwise: 30_000 } },
  does: ({ at }) => ({ atMs: at, deed: { type: 'cut' } }),
  neverStrikes: ({ at }, { nth, fromMs, untilMs }) => {
    if (nth !== null) return 'expected no nth: a storm is at one instant';
    return at < fromMs || at >= untilMs ? 'expected an instant between from and until' : null;
  },
});
