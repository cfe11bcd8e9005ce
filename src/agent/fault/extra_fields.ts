/** Fields that no client knows: it has to read past them. */

import { agentFault } from './moments.ts';

export const extraFields = agentFault({
  name: 'extra_fields',
  means: 'events carry fields that no client knows',
  of: 'event',
  args: {},
  does: () => (event, random) => {
    const extra: object = { obfuscation: random.next().toString(36).slice(2), x_trace: { hops: [1, 2] } };
    return [{ ...event, ...extra }];
  },
});
