/**
 * The conversation as the agent's side holds it: items in their order. Pure. Of the caller's audio only the length is kept;
 * the agent's own can be had again from whoever said it.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';

export interface Entry {
  readonly id: string;
  item: ConversationItem;
  /** Audio of the user or of the agent in this item, as far as it was sent. */
  audioMs: number;
  /** Grows with each change, so that the meter knows a changed item from the one it has cached. */
  revision: number;
  /** Cut by the client: what it still holds is final. */
  truncated: boolean;
  /** The agent's own audio; null where there is none, or none that is kept. */
  said: Said | null;
}

/** What the agent has said, to be heard again. */
export interface Said {
  /** Its first so many ms, in the format in which it was said, as base64. */
  audio(untilMs: number): string;
}

export function entryOf(id: string, item: ConversationItem, audioMs = 0, said: Said | null = null): Entry {
  return { id, item, audioMs, revision: 0, truncated: false, said };
}

export class Conversation {
  private readonly entries: Entry[] = [];

  get size(): number {
    return this.entries.length;
  }

  all(): readonly Entry[] {
    return this.entries;
  }

  find(id: string): Entry | undefined {
    // The newest are asked for most.
    for (let i = this.entries.length - 1; i >= 0; i--) if (this.entries[i]?.id === id) return this.entries[i];
    return undefined;
  }

  /** Whether `add` would find where to put an item. */
  canFollow(previousId: string | null | undefined): boolean {
    return (
      previousId === null ||
      previousId === undefined ||
      previousId === 'root' ||
      this.find(previousId) !== undefined
    );
  }

  /** The call of this id, in whatever item. */
  hasCall(callId: string): boolean {
    return this.entries.some(({ item }) => item.type === 'function_call' && item.call_id === callId);
  }

  /** At the end, at the beginning (`root`), or after another item. Gives the id of the item before it. */
  add(id: string, item: ConversationItem, audioMs: number, previousId?: string | null): string | null {
    let at = this.entries.length;
    if (previousId === 'root') at = 0;
    else if (typeof previousId === 'string') {
      const found = this.entries.findIndex((entry) => entry.id === previousId);
      if (found !== -1) at = found + 1;
    }
    this.entries.splice(at, 0, entryOf(id, item, audioMs));
    return this.entries[at - 1]?.id ?? null;
  }

  previousOf(id: string): string | null {
    const at = this.entries.findIndex((entry) => entry.id === id);
    return this.entries[at - 1]?.id ?? null;
  }

  /** False when there is none. */
  remove(id: string): boolean {
    const at = this.entries.findIndex((entry) => entry.id === id);
    if (at === -1) return false;
    this.entries.splice(at, 1);
    return true;
  }
}
