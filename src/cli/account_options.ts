/** What an account with a provider may use, as options tell it: by its own figures, or as the provider states them. */

import type { Command } from 'commander';
import type { StatedLimits } from '../forecast/limits/account_limits.ts';
import { statedBy } from '../pricing/stated_limits.ts';
import { atLeastOne } from './options.ts';

export interface AccountOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly tier?: string;
  readonly tokensPerMinute?: number;
  readonly requestsPerMinute?: number;
  readonly sessions?: number;
  readonly newSessionsPerMinute?: number;
}

export function accountLimitOptions(command: Command): Command {
  return command
    .option('--tokens-per-minute <n>', 'that the account may use', atLeastOne)
    .option('--requests-per-minute <n>', 'answers that it may ask for', atLeastOne)
    .option('--sessions <n>', 'that it may have open at once', atLeastOne)
    .option('--new-sessions-per-minute <n>', 'that it may open', atLeastOne)
    .option('--provider <name>', 'in place of these: as this provider states them')
    .option('--model <name>', 'of the provider’s (default: the run’s)')
    .option('--tier <name>', 'of the account with the provider');
}

/** Null: nothing was told. */
export function statedLimits(options: AccountOptions, model: string): StatedLimits | null {
  const { provider, tier } = options;
  const given = {
    tokensPerMinute: options.tokensPerMinute ?? null,
    requestsPerMinute: options.requestsPerMinute ?? null,
    sessions: options.sessions ?? null,
    newSessionsPerMinute: options.newSessionsPerMinute ?? null,
  };
  if (provider === undefined) {
    const told = Object.values(given).some((limit) => limit !== null);
    return told ? { ...given, source: 'as they were given' } : null;
  }
  const entry = statedBy(provider, model, tier);
  return {
    tokensPerMinute: given.tokensPerMinute ?? entry.tokensPerMinute,
    requestsPerMinute: given.requestsPerMinute ?? entry.requestsPerMinute,
    sessions: given.sessions ?? entry.concurrentSessions,
    newSessionsPerMinute: given.newSessionsPerMinute ?? entry.newSessionsPerMinute,
    source: `${entry.provider}, ${entry.model}, ${entry.tier} (${entry.date}, ${entry.source})${entry.notes === null ? '' : `: ${entry.notes.replace(/\.$/, '')}`}`,
  };
}
