/** A server that marks nothing: it never learns what was heard. */

import { agentFault } from './moments.ts';

export const noMarks = agentFault({
  name: 'no_marks',
  means: 'a telephone’s server marks nothing of what it sends, and guesses what was heard',
  of: 'stream',
  args: {},
  does: () => (manners) => ({ ...manners, marks: false }),
});
