/**
 * Which items a response reads: all that fit into the context, the newest first. Pure. What has left the context stays out of
 * it, though it is still in the conversation, so that the head of the input stands still, and stays cached, until items have
 * to leave again. The service documents its rules with the session's `truncation`:
 *
 *   auto             the oldest leave until the input fits
 *   retention_ratio  the oldest leave until the part after the instructions is down to a share of its limit
 *   disabled         none leaves, and an input that does not fit fails
 */

import type { RealtimeTruncation } from 'openai/resources/realtime/realtime';
import type { Entry } from '../protocol/conversation_items.ts';
import { weigh } from './tokens.ts';

export class ContextWindow {
  private readonly limitTokens: number;
  private readonly outside = new Set<string>();

  constructor(limitTokens: number) {
    this.limitTokens = limitTokens;
  }

  /** Null: it does not fit, and may not be made to. */
  read(
    promptTokens: number,
    entries: readonly Entry[],
    truncation: RealtimeTruncation,
  ): readonly Entry[] | null {
    const roomTokens = this.limitTokens - promptTokens;
    const inside = this.outside.size === 0 ? entries : entries.filter((entry) => !this.outside.has(entry.id));
    let tokens = inside.reduce((sum, entry) => sum + weight(entry), 0);
    if (truncation === 'disabled') return tokens <= roomTokens ? inside : null;
    const { limit, target } = limits(truncation, roomTokens);
    let first = 0;
    if (tokens > limit) {
      // The newest is what there is to answer: it always stays.
      for (; first < inside.length - 1 && tokens > target; first++) tokens -= this.drop(inside[first]);
    }
    const kept = first === 0 ? inside : this.withoutOrphans(inside.slice(0, first), inside.slice(first));
    const fits = kept.reduce((sum, entry) => sum + weight(entry), 0) <= roomTokens;
    return fits ? kept : null;
  }

  private drop(entry: Entry | undefined): number {
    if (entry === undefined) return 0;
    this.outside.add(entry.id);
    return weight(entry);
  }

  /** A result means nothing without its call, and leaves with it. */
  private withoutOrphans(dropped: readonly Entry[], kept: readonly Entry[]): readonly Entry[] {
    const calls = new Set(
      dropped.flatMap(({ item }) => (item.type === 'function_call' ? [item.call_id] : [])),
    );
    return kept.filter((entry, i) => {
      const orphan =
        i < kept.length - 1 && entry.item.type === 'function_call_output' && calls.has(entry.item.call_id);
      if (orphan) this.drop(entry);
      return !orphan;
    });
  }
}

function weight(entry: Entry): number {
  const { text, audio } = weigh(entry);
  return text + audio;
}

/** Over the limit, items leave until the target. */
function limits(truncation: RealtimeTruncation, roomTokens: number): { limit: number; target: number } {
  if (typeof truncation === 'string') return { limit: roomTokens, target: roomTokens };
  const limit = Math.min(roomTokens, truncation.token_limits?.post_instructions ?? Infinity);
  return { limit, target: limit * truncation.retention_ratio };
}
