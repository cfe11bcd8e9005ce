/** A session that reaches its limit. */

import { endingFault } from './ending_fault.ts';

export const sessionExpired = endingFault({
  name: 'session_expired',
  means: 'the session reaches its limit: an error event, then close 1001',
  on: 'opened',
  afterMs: 30_000,
  error: {
    type: 'invalid_request_error',
    code: 'session_expired',
    message: 'Your session hit the maximum duration.',
  },
  close: { code: 1001, reason: 'session expired' },
});
