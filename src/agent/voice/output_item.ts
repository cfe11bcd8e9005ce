/**
 * One item of an answer on its way out: a message that is spoken or written, or the call of a tool. It waits, is begun, gives
 * what is next at each step, and is closed however it ends; what it gives are the service's events in their order.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Unsent } from '../protocol/server_event.ts';

export interface OutputItem {
  readonly itemId: string;
  /** `finished`: there is no further step; it may still have to be closed. */
  readonly phase: 'waiting' | 'open' | 'finished';
  /** The budget pays for some of it at least. */
  readonly affordable: boolean;
  /** Nothing of it is left out. */
  readonly whole: boolean;
  /** How much of it has been said, as long as that takes: what is written counts as if it were read out. */
  readonly saidMs: number;
  readonly tokens: { readonly text: number; readonly audio: number };
  item(status: 'in_progress' | 'completed' | 'incomplete'): ConversationItem;
  /** `kept`: what tells the client that the item is in the conversation; null where it is in none. */
  begin(kept: Unsent | null): Unsent[];
  step(): Unsent[];
  /** `settled`: what tells the client that the item of the conversation is final. */
  close(status: 'completed' | 'incomplete', settled: Unsent | null): Unsent[];
}

/** What is written is read out at 15 characters a second. */
export const MS_PER_CHARACTER = 1000 / 15;

/** Where in the response an item stands. */
export interface Place {
  readonly response_id: string;
  readonly output_index: number;
}
