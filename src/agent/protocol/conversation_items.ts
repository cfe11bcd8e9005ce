/**
 * The conversation as the agent's side holds it: items in their order, found by their ids without a search. Pure. Of the caller's audio only the length is kept;
 * the agent's own can be had again from whoever said it.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Problem } from './event_shape.ts';

export interface Entry {
  readonly id: string;
  item: ConversationItem;
  /** Audio of the user or of the agent in this item, as far as it was sent. */
  audioMs: number;
  /** Grows with each change, so that the meter knows a changed item from the one it has cached. */
  revision: number;
  /** Cut by the client: what it still holds is final. */
  truncated: boolean;
  /** Of the room for what clients put in (`heldCharacters`), what it takes; 0 where it is not a client's. */
  heldCharacters: number;
  /** What the meter has made of it, so that a long conversation is not weighed anew for each response. */
  weighed: Weighed | null;
  /** The agent's own audio; null where there is none, or none that is kept. */
  said: Said | null;
}

/** An item's weight in tokens, at one of its revisions; `key` is no other item's, nor another revision's. */
export interface Weighed {
  readonly revision: number;
  readonly key: string;
  readonly text: number;
  readonly audio: number;
}

/** What the agent has said, to be heard again. */
export interface Said {
  /** Its first so many ms, in the format in which it was said, as base64. */
  audio(untilMs: number): string;
}

export function entryOf(id: string, item: ConversationItem, audioMs = 0, said: Said | null = null): Entry {
  return { id, item, audioMs, revision: 0, truncated: false, heldCharacters: 0, weighed: null, said };
}

/** An hour of short turns and answers has half of them: beyond that a client is filling the memory. */
export const MAX_ITEMS = 4096;
/** Turns take time to be spoken, and a long call shall not fall silent: a day of it has fewer. */
export const MAX_ITEMS_WITH_TURNS = 8 * MAX_ITEMS;

export class ConversationItems {
  private readonly entries: Entry[] = [];
  /** Of two of one id, the newer. */
  private readonly byId = new Map<string, Entry>();
  /** In how many items there is a call of this id. */
  private readonly calls = new Map<string, number>();

  get size(): number {
    return this.entries.length;
  }

  /** There is no room for what the client, or the caller, would add. What the agent says is taken all the same. */
  get full(): boolean {
    return this.entries.length >= MAX_ITEMS;
  }

  /** No room for a turn of the caller's either. */
  get crammed(): boolean {
    return this.entries.length >= MAX_ITEMS_WITH_TURNS;
  }

  all(): readonly Entry[] {
    return this.entries;
  }

  find(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  /** Whether `add` would find where to put an item. */
  canFollow(previousId: string | null | undefined): boolean {
    return (
      previousId === null || previousId === undefined || previousId === 'root' || this.byId.has(previousId)
    );
  }

  /** The call of this id, in whatever item. */
  hasCall(callId: string): boolean {
    return this.calls.has(callId);
  }

  /** At the end, at the beginning (`root`), or after another item. Gives the id of the item before it. */
  add(id: string, item: ConversationItem, audioMs: number, previousId?: string | null): string | null {
    let at = this.entries.length;
    if (previousId === 'root') at = 0;
    else if (typeof previousId === 'string') {
      const found = this.placeOf(previousId);
      if (found !== -1) at = found + 1;
    }
    const entry = entryOf(id, item, audioMs);
    this.entries.splice(at, 0, entry);
    this.byId.set(id, entry);
    this.countCall(item, 1);
    return this.entries[at - 1]?.id ?? null;
  }

  previousOf(id: string): string | null {
    return this.entries[this.placeOf(id) - 1]?.id ?? null;
  }

  /** False when there is none. */
  remove(id: string): boolean {
    const at = this.placeOf(id);
    const [entry] = at === -1 ? [] : this.entries.splice(at, 1);
    if (entry === undefined) return false;
    this.byId.delete(id);
    this.countCall(entry.item, -1);
    return true;
  }

  /** By identity, which costs next to nothing among so many; the newest are asked for most. */
  private placeOf(id: string): number {
    const entry = this.byId.get(id);
    return entry === undefined ? -1 : this.entries.lastIndexOf(entry);
  }

  private countCall(item: ConversationItem, by: 1 | -1): void {
    if (item.type !== 'function_call' || item.call_id === undefined) return;
    const count = (this.calls.get(item.call_id) ?? 0) + by;
    if (count > 0) this.calls.set(item.call_id, count);
    else this.calls.delete(item.call_id);
  }
}

/** Why there is to be no further item. */
export function tooManyItems(param: string | null, limit: number = MAX_ITEMS): Problem {
  const message = `The conversation holds ${limit} items already; delete items to make room.`;
  return { code: 'conversation_too_large', message, param };
}
