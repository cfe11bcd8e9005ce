/**
 * What coming back to a conversation cost: the input of each new session's first answer, which is the replayed conversation with
 * whatever a session begins with. At the most where something was left open. Pure.
 */

import { inputTokens } from '../core/log/usage.ts';
import { costOf } from '../pricing/cost.ts';
import type { Prices } from '../pricing/prices.ts';
import type { AccountedCall } from './account.ts';

export interface Replay {
  readonly tokens: number;
  /** Null: no prices are known, or it is billed by time alone. */
  readonly usd: number | null;
}

/** Of those that told what they used. */
export function replaysOf({ record }: AccountedCall, prices: Prices | null): readonly Replay[] {
  return (record?.reconnects ?? []).flatMap(({ replayedItems, firstUsage }): readonly Replay[] => {
    if (replayedItems === 0 || firstUsage === undefined) return [];
    const input = {
      ...firstUsage,
      textOut: 0,
      audioOut: 0,
      unsplitOut: 0,
      transcriptionSeconds: 0,
      transcriptionTokens: 0,
    };
    const priced = prices !== null && prices.model.kind === 'tokens';
    return [{ tokens: inputTokens(firstUsage), usd: priced ? costOf(input, prices, 0).totalUsd : null }];
  });
}
