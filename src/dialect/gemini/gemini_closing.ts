/** What the Gemini Live API means by closing: it has no message for errors, and says all in the reason of the close. Pure. */

import type { CloseMeaning } from '../dialect.ts';

/** Codes in which a reason is given; the same code stands for several troubles. */
const TELLING = new Set([1007, 1008, 1011]);

export function closeMeaning(code: number, reason: string): CloseMeaning | null {
  if (/quota|resource.?(has been )?exhausted|rate.?limit|too many/i.test(reason)) return 'rate_limited';
  if (!TELLING.has(code)) return null;
  // A token may have expired, too: that is the key's trouble and not the session's.
  if (
    /api.?key|credential|unauthenticated|access.?token|auth.?token|token.*(expired|used)|permission|leaked/i.test(
      reason,
    )
  )
    return 'auth_failed';
  if (/go.?away|abort|deadline|duration|session.*(expired|limit)/i.test(reason)) return 'session_expired';
  return 'agent_error';
}
