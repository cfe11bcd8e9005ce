/** Credentials that are refused inside the socket. */

import { endingFault } from './ending_fault.ts';

export const authFailed = endingFault({
  name: 'auth_failed',
  means: 'the credentials are refused once the socket is open: an error event, then close 3000',
  on: 'opened',
  afterMs: 0,
  error: {
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  close: { code: 3000, reason: 'invalid_request_error.invalid_api_key' },
});
