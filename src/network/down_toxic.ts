/** The network is down: connections that stand are closed, and none can be made until it is up again. */

import { toxic } from './toxic.ts';

export const down = toxic({
  name: 'down',
  means: 'connections are closed, and none can be made',
  of: 'link',
  args: {},
  does: () => ({ type: 'down' }),
});
