/** The same conversation by another model: its prices, and its own count of tokens for a second of audio. Pure. */

import type { Usage } from '../../core/log/record.ts';
import type { PriceEntry } from '../../pricing/price_table.ts';
import { keptAnswers, NO_TOKENS, plus, times, type Kinds, type RecordedTurn } from './recorded_call.ts';

/** How many tokens the other makes of one of this one’s, said by the caller and by the agent. Both by tokens, or all is 1. */
export function tokenRatio(
  from: PriceEntry,
  to: PriceEntry,
): { readonly caller: number; readonly agent: number } {
  if (from.kind !== 'tokens' || to.kind !== 'tokens') return { caller: 1, agent: 1 };
  return {
    caller: to.callerTokensPerSecond / from.callerTokensPerSecond,
    agent: to.agentTokensPerSecond / from.agentTokensPerSecond,
  };
}

/** Audio in an input is the caller’s but for the answers that are read again. */
export function withTokensOf(
  turns: readonly RecordedTurn[],
  { caller, agent }: ReturnType<typeof tokenRatio>,
): readonly RecordedTurn[] {
  if (caller === 1 && agent === 1) return turns;
  const kept = keptAnswers(turns);
  let said: Kinds = NO_TOKENS;
  return turns.map((turn, at) => {
    const { usage, answers } = turn;
    const agents = Math.min(usage.audioIn, times(said, Math.max(1, answers)).audio);
    said = plus(said, kept[at] as Kinds);
    const audioIn = agents * agent + (usage.audioIn - agents) * caller;
    const scale = usage.audioIn > 0 ? audioIn / usage.audioIn : 1;
    const other: Usage = {
      ...usage,
      audioIn,
      audioCached: usage.audioCached * scale,
      audioOut: usage.audioOut * agent,
    };
    return { ...turn, usage: other };
  });
}
