/** A server that breaks. */

import { endingFault } from './ending_fault.ts';

export const internalError = endingFault({
  name: 'internal_error',
  means: 'the server closes with 1011',
  on: 'first_audio',
  afterMs: 500,
  error: null,
  close: { code: 1011, reason: 'internal error' },
});
