/** The limits of an account as they would have been worked out, for tests of how they are told. */

import type { AccountLimit, AccountLimits } from '../../../src/forecast/limits/account_limits.ts';

export const tokens: AccountLimit = {
  kind: 'tokens',
  allowed: 40_000,
  perMinute: {
    mean: { value: 1234.5, low: 1100, high: 1400 },
    deviation: 300,
    atOnce: { value: 32.4, low: 28.6, high: 36.4 },
    atOnceBusiest: { value: 20.4, low: 18.9, high: 22.2 },
  },
  atOnce: { value: 20.4, low: 18.9, high: 22.2 },
};
export const sessions: AccountLimit = {
  kind: 'sessions',
  allowed: 100,
  perMinute: null,
  atOnce: { value: 100, low: 100, high: 100 },
};

export function limitsOf(fields: Partial<AccountLimits> = {}): AccountLimits {
  return {
    stated: {
      tokensPerMinute: 40_000,
      requestsPerMinute: null,
      sessions: 100,
      newSessionsPerMinute: null,
      source: 'limits.yaml',
    },
    calls: 30,
    limits: [tokens, sessions],
    first: tokens,
    busiest: [{ kind: 'tokens', amount: 10_000, fromMs: 65_000 }],
    refusals: [],
    agent: null,
    ...fields,
  };
}
