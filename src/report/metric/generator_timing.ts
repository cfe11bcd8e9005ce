/** How late the generator itself was. Each worker keeps a histogram of these, over all of its calls. */

import type { Family } from './family.ts';

export const generatorTiming = {
  send_lateness: { ofGenerator: 'sendLateness' },
  start_lateness: { ofGenerator: 'startLateness' },
  loop_lag: { ofGenerator: 'loopLag' },
} as const satisfies Family;
