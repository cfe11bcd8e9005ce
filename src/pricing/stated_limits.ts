/** What a provider states of an account’s limits, looked up in the table by words that people type. Pure. */

import { ConfigError } from '../core/word/config_error.ts';
import { limitTable, type RateLimitEntry } from './limit_table.ts';

/** Providers that state some limit. */
export function limitedAmong(): readonly string[] {
  return [...new Set(limitTable.map(({ provider }) => provider))];
}

/** `tier`: as the provider names it, or its number. Undefined: the only one. Throws ConfigError with what there is. */
export function statedBy(provider: string, model: string, tier: string | undefined): RateLimitEntry {
  const own = limitTable.filter((entry) => alike(entry.provider, provider));
  if (own.length === 0) {
    throw new ConfigError(`expected one of ${limitedAmong().join(', ')}, found "${provider.slice(0, 60)}"`, {
      code: 'limit_unknown',
      path: '--provider',
      hint: 'Or give the account’s own: --tokens-per-minute, --requests-per-minute, --sessions.',
    });
  }
  const models = [...new Set(own.map((entry) => entry.model))];
  const ofModel = own.filter((entry) => entry.model === '*' || alike(entry.model, model));
  if (ofModel.length === 0) {
    throw new ConfigError(`expected ${models.join(' or ')}, found "${model.slice(0, 60)}"`, {
      code: 'limit_unknown',
      path: '--model',
      hint: `${provider} states limits of these models: --model ${models[0] ?? ''}`,
    });
  }
  const ofTier = ofModel.filter(
    (entry) => tier === undefined || alike(entry.tier, tier) || alike(entry.tier, `tier ${tier}`),
  );
  const [only] = ofTier;
  if (only !== undefined && ofTier.length === 1) return only;
  const tiers = ofModel.map((entry) => `"${entry.tier}"`).join(', ');
  throw new ConfigError(
    `expected a tier: ${tiers}${tier === undefined ? '' : `, found "${tier.slice(0, 60)}"`}`,
    {
      code: 'limit_unknown',
      path: '--tier',
      hint: 'The account’s page with the provider says which it has.',
    },
  );
}

function alike(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}
