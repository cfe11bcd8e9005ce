/**
 * Why a response is refused before it says a word, as its `status_details` tell it. Pure. The service says this in a `failed`
 * response, never in an `error` event; the type of a rate limit's error is the kind of thing that ran out.
 */

import type { Shortage } from './rate_limit.ts';

export interface Refusal {
  readonly type: string;
  readonly code: string;
  /** Not in the published type, and sent all the same. */
  readonly message: string;
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value;
}

export function contextTooLong(limitTokens: number): Refusal {
  return {
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: `The input of this response exceeds the limit of ${limitTokens} tokens and cannot be truncated to it.`,
  };
}

export function rateLimited(model: string, { limit, used, requested, waitMs }: Shortage): Refusal {
  const advice =
    waitMs === Infinity
      ? 'The input or output tokens must be reduced in order to run successfully.'
      : `Please try again in ${Math.ceil(waitMs) / 1000}s.`;
  return {
    type: 'tokens',
    code: 'rate_limit_exceeded',
    message: `Rate limit reached for ${model} on tokens per min (TPM): Limit ${limit}, Used ${used}, Requested ${requested}. ${advice}`,
  };
}
