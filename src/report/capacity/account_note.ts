/** Whether it was the account with the provider that gave way, not the agent: most of what failed was refused for a rate limit. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { percent } from '../figure.ts';
import { amountText } from './capacity_rows.ts';

const REFUSALS: ReadonlySet<string> = new Set(['rate_limited', 'http_rate_limited']);

/** Of the levels that failed. Empty: it was not. */
export function accountNotes({ levels, knee }: CapacityResult): readonly string[] {
  const failed = levels.filter(({ verdict }) => verdict === 'fails');
  const all = failed.flatMap(({ failures }) => failures);
  const total = all.reduce((sum, one) => sum + one.count, 0);
  const refused = all.reduce((sum, { code, count: times }) => sum + (REFUSALS.has(code) ? times : 0), 0);
  if (total === 0 || refused * 2 < total) return [];
  const from = Math.min(...failed.map(({ amount }) => amount));
  return [
    `The account is the limit, not the agent: of the calls that failed from ${amountText(knee.fails ?? from)} on, ${percent(refused / total)} were refused for a rate limit. \`callstorm limits\` says at how many calls at once.`,
  ];
}
