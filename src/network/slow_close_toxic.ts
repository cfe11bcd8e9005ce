/** The end of the connection is told `delay` late. */

import { toxic } from './toxic.ts';

export const slowClose = toxic({
  name: 'slow_close',
  means: 'that the other side has closed is told late',
  of: 'link',
  args: { delay: { means: 'by so much', kind: 'ms', otherwise: 1000 } },
  does: ({ delay }) => ({ type: 'closes_late', delayMs: delay }),
});
