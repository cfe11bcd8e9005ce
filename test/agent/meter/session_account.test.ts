import { expect, it } from 'vitest';
import { SessionAccount } from '../../../src/agent/meter/session_account.ts';
import { TokenBucket } from '../../../src/agent/meter/rate_limit.ts';
import { isRefusal } from '../../../src/agent/meter/refusal.ts';

const context = { prompt: 'x'.repeat(2400), entries: [], truncation: 'auto', apart: false } as const;

it('refuses on purpose as for a lack of tokens, and gives back what was let in', () => {
  const bucket = new TokenBucket(6000);
  const account = new SessionAccount(10_000, bucket);
  const admitted = account.admit(context, 'm', 0);
  if (isRefusal(admitted)) throw new Error(admitted.message);
  expect(account.refuse(admitted, 'm', 0)).toEqual({
    refusal: {
      type: 'tokens',
      code: 'rate_limit_exceeded',
      message:
        'Rate limit reached for m on tokens per min (TPM): Limit 6000, Used 6000, Requested 600. Please try again in 6s.',
    },
    limits: [{ name: 'tokens', limit: 6000, remaining: 0, reset_seconds: 60 }],
  });
  expect(bucket.take(0, 0).remaining).toBe(6000);
});
