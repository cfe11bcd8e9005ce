/** Faults that end a session: each at an instant of its own, counted from something that happens in the conversation. */

import type { Defaulted } from './argument.ts';
import type { EndingPlan, Fault, FaultArgs, Happening } from './fault.ts';

const happenings: readonly Happening[] = ['opened', 'speech_started', 'first_audio', 'answer_done'];

function when(on: Happening, afterMs: number): Readonly<Record<string, Defaulted>> {
  return {
    on: { means: 'what it is counted from', otherwise: on, kind: happenings },
    nth: { means: 'which time that happens', otherwise: 1, kind: 'number', min: 1, whole: true },
    after: { means: 'from then on', otherwise: afterMs, kind: 'ms' },
  };
}

function ending(
  name: string,
  means: string,
  args: Readonly<Record<string, Defaulted>>,
  how: Pick<EndingPlan, 'error' | 'close'>,
): Fault {
  const plan = ({ on, nth, after }: FaultArgs): EndingPlan => ({
    on: on as Happening,
    nth: nth as number,
    afterMs: after as number,
    ...how,
  });
  return { name, means, of: 'ending', args, hooks: (given) => ({ ending: () => plan(given) }) };
}

export const dropped = ending(
  'dropped',
  'the connection is cut without a word (close code 1006)',
  when('first_audio', 500),
  { error: null, close: null },
);

export const internalError = ending(
  'internal_error',
  'the server closes with 1011',
  when('first_audio', 500),
  { error: null, close: { code: 1011, reason: 'internal error' } },
);

export const sessionExpired = ending(
  'session_expired',
  'the session reaches its limit: an error event, then close 1001',
  when('opened', 30_000),
  {
    error: {
      type: 'invalid_request_error',
      code: 'session_expired',
      message: 'Your session hit the maximum duration.',
    },
    close: { code: 1001, reason: 'session expired' },
  },
);

export const authFailed = ending(
  'auth_failed',
  'the credentials are refused once the socket is open: an error event, then close 3000',
  when('opened', 0),
  {
    error: {
      type: 'invalid_request_error',
      code: 'invalid_api_key',
      message: 'Incorrect API key provided.',
    },
    close: { code: 3000, reason: 'invalid_request_error.invalid_api_key' },
  },
);
