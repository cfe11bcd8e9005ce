/**
 * How much a provider lets one account use at a time, as data: dated, each with its source. Null: this provider states no such
 * limit, or it was not found stated; never that there is none. OpenAI has no rows: it tells an account its limits on the
 * account's own page and in `rate_limits.updated`, and publishes none by tier for these models.
 */

export interface RateLimitEntry {
  readonly provider: string;
  /** As the provider names it; `*`: whichever model. */
  readonly model: string;
  /** As the provider names it. */
  readonly tier: string;
  /** Input and output together, unless a note says otherwise. */
  readonly tokensPerMinute: number | null;
  /** Answers asked for, where the provider counts those. */
  readonly requestsPerMinute: number | null;
  readonly concurrentSessions: number | null;
  readonly newSessionsPerMinute: number | null;
  /** Year-month-day or year-month in which this was stated, or read where the page has no date. */
  readonly date: string;
  readonly source: string;
  /** Of what it holds (an account, a region), and what is doubtful. */
  readonly notes: string | null;
}

const none = {
  tokensPerMinute: null,
  requestsPerMinute: null,
  concurrentSessions: null,
  newSessionsPerMinute: null,
} as const;

const AZURE = 'https://learn.microsoft.com/azure/foundry/openai/quotas-limits';

function azureTier(
  tier: number,
  tokensPerMinute: number,
  requestsPerMinute: number,
  date: string,
): RateLimitEntry {
  return {
    ...none,
    provider: 'azure',
    model: 'gpt-realtime',
    tier: `tier ${tier}`,
    tokensPerMinute,
    requestsPerMinute,
    date,
    source: AZURE,
    notes: 'Of each subscription, region and deployment type (here: Global Standard).',
  };
}

export const limitTable: readonly RateLimitEntry[] = [
  azureTier(1, 100_000, 200, '2026-08-20'),
  azureTier(2, 100_000, 200, '2026-02'),
  azureTier(3, 100_000, 200, '2026-02-18'),
  azureTier(4, 100_000, 200, '2026-02'),
  azureTier(5, 100_000, 200, '2026-02'),
  azureTier(6, 150_000, 300, '2026-02-18'),
  {
    ...none,
    provider: 'azure',
    model: 'gpt-realtime-mini',
    tier: 'default',
    tokensPerMinute: 100_000,
    requestsPerMinute: 100,
    date: '2025-12',
    source: AZURE,
    notes: 'From before there were tiers: an account has this or more.',
  },
  {
    ...none,
    provider: 'azure-voice-live',
    model: '*',
    tier: 'standard (S0)',
    tokensPerMinute: 120_000,
    newSessionsPerMinute: 30,
    date: '2026-11',
    source: 'https://learn.microsoft.com/azure/ai-services/speech-service/speech-services-quotas-and-limits',
    notes: 'Of each resource; adjustable. A session lasts 60 minutes at most.',
  },
  {
    ...none,
    provider: 'vertex',
    model: '*',
    tier: 'default',
    tokensPerMinute: 4_000_000,
    concurrentSessions: 1000,
    date: '2026-11',
    source: 'https://firebase.google.com/docs/ai-logic/live-api/limits-and-specs',
    notes: 'Gemini Live, of each project. The quota page of a project tells its own, by region.',
  },
  {
    ...none,
    provider: 'xai',
    model: '*',
    tier: 'default',
    concurrentSessions: 100,
    date: '2026-04-04',
    source: 'https://docs.x.ai/developers/models/voice-agent-api',
    notes: 'Of each team.',
  },
];
