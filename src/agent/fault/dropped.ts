/** A connection that is cut. */

import { endingFault } from './ending_fault.ts';

export const dropped = endingFault({
  name: 'dropped',
  means: 'the connection is cut without a word (close code 1006)',
  on: 'first_audio',
  afterMs: 500,
  error: null,
  close: null,
});
