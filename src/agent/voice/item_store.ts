/** Where the items of an answer are kept: in the session's conversation, or, out of band, nowhere. Pure. */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { ConversationItems, Entry } from '../protocol/conversation_items.ts';
import type { Unsent } from '../protocol/server_event.ts';
import { Message } from './message.ts';
import type { OutputItem } from './output_item.ts';

/** Holds an answer's items in a conversation. Null in place of an event: the client is told nothing of it. */
export interface ItemStore {
  add(item: OutputItem): Unsent | null;
  finish(item: OutputItem, status: 'completed' | 'incomplete'): Unsent | null;
}

export const nowhere: ItemStore = { add: () => null, finish: () => null };

export class ConversationStore implements ItemStore {
  private readonly conversation: ConversationItems;
  private readonly entries = new Map<OutputItem, Entry | undefined>();

  constructor(conversation: ConversationItems) {
    this.conversation = conversation;
  }

  add(item: OutputItem): Unsent {
    const begun = item.item('in_progress');
    const previous = this.conversation.add(item.itemId, begun, 0);
    const entry = this.conversation.find(item.itemId);
    if (entry !== undefined && item instanceof Message) entry.said = item.speech;
    this.entries.set(item, entry);
    return { type: 'conversation.item.added', previous_item_id: previous, item: begun };
  }

  /** Null where the client has deleted the item while it was being said. */
  finish(item: OutputItem, status: 'completed' | 'incomplete'): Unsent | null {
    const entry = this.entries.get(item);
    // By identity: the client may have put another item of the same id in its place.
    if (entry === undefined || this.conversation.find(item.itemId) !== entry) return null;
    if (entry.truncated) {
      // What it holds was final when it was cut.
      entry.item = { ...entry.item, status } as ConversationItem;
    } else {
      entry.item = item.item(status);
      if (item instanceof Message) entry.audioMs = item.speech.audioMs;
      entry.revision++;
    }
    const previous = this.conversation.previousOf(item.itemId);
    return { type: 'conversation.item.done', previous_item_id: previous, item: entry.item };
  }
}
