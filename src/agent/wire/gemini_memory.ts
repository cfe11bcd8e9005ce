/**
 * What was said in a session, kept so that another connection can go on with it: by a handle, of which each session has a few. Shared
 * by the connections of one agent. Pure.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';

/** Of one session: the newest, and the one before, which a client may not have been told to be older yet. */
const HANDLES = 2;
/** Of all sessions; the oldest of more are forgotten. */
const MOST_HANDLES = 20_000;
const MOST_ITEMS = 400;

export class GeminiMemory {
  private readonly tag: string;
  private readonly store: Map<string, unknown>;
  private readonly own: string[] = [];
  private items: readonly ConversationItem[] = [];
  private count = 0;

  /** `tag`: no other session's. */
  constructor(tag: string, store: Map<string, unknown>) {
    this.tag = tag;
    this.store = store;
  }

  add(item: ConversationItem): void {
    this.items = [...this.items.slice(1 - MOST_ITEMS), item];
  }

  says(role: 'user' | 'assistant', text: string): void {
    if (text.trim() === '') return;
    this.add(
      role === 'user'
        ? { type: 'message', role, content: [{ type: 'input_text', text }] }
        : { type: 'message', role, content: [{ type: 'output_text', text }] },
    );
  }

  /** A new handle of the conversation as it is. */
  handle(): string {
    // A session of the same name may have been before.
    while (this.store.has(`${this.tag}.${this.count}`)) this.count++;
    const handle = `${this.tag}.${this.count++}`;
    this.store.set(handle, this.items);
    this.own.push(handle);
    if (this.own.length > HANDLES) this.store.delete(this.own.shift() as string);
    for (const oldest of this.store.keys()) {
      if (this.store.size <= MOST_HANDLES) break;
      this.store.delete(oldest);
    }
    return handle;
  }

  /** What was said in the session of a handle, which is this one's too now. Null: nobody knows the handle. */
  recall(handle: string): readonly ConversationItem[] | null {
    const items = this.store.get(handle);
    if (items === undefined) return null;
    this.items = items as readonly ConversationItem[];
    return this.items;
  }
}
