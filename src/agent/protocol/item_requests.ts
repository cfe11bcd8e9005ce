/**
 * What a client may do to the conversation: create, delete, retrieve and truncate items. Pure. Each gives the problem where
 * it is refused, and then has changed nothing; else it has told the client what became of it.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Answer } from '../voice/answer.ts';
import type { ConversationItems, Entry } from './conversation_items.ts';
import { entryOf, tooManyItems } from './conversation_items.ts';
import { heldCharacters, takeItem } from './given_item.ts';
import type { Outbox } from './outbox.ts';
import type { Settings } from './settings.ts';
import type { Problem } from './event_shape.ts';

/** Room for what a client puts into a conversation, text and images above all: a bound on memory, and the agent's own. */
export const MAX_HELD_CHARACTERS = 32 * 1024 * 1024;

export class ItemRequests {
  private readonly conversation: ConversationItems;
  private readonly outbox: Outbox;
  private held = 0;
  /** The id of a turn that is open: the client was told it, and its item comes when the turn is over. */
  reservedId: string | null = null;

  constructor(conversation: ConversationItems, outbox: Outbox) {
    this.conversation = conversation;
    this.outbox = outbox;
  }

  /** `id`: the client's, or one made for it. */
  create(
    given: ConversationItem,
    id: string,
    previousId: string | null | undefined,
    audio: Settings['audio'],
  ): Problem | null {
    const refused = this.refuse(given, id, previousId);
    if (refused !== null) return refused;
    const taken = takeItem(given, id, audio, 'item', () => this.outbox.newId('call'));
    if ('code' in taken) return taken;
    const previous = this.conversation.add(id, taken.item, taken.audioMs, previousId);
    const entry = this.conversation.find(id);
    if (entry !== undefined) entry.heldCharacters = heldCharacters(taken.item);
    this.held += entry?.heldCharacters ?? 0;
    this.announce(taken.item, previous);
    return null;
  }

  delete(id: string): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_delete_invalid_item_id', 'deleting', id);
    this.conversation.remove(id);
    this.held -= entry.heldCharacters;
    this.outbox.send({ type: 'conversation.item.deleted', item_id: id });
    return null;
  }

  /** With the audio of what the agent has said; the caller's is not kept. */
  retrieve(id: string): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_retrieve_invalid_item_id', 'retrieving', id);
    this.outbox.send({ type: 'conversation.item.retrieved', item: withAudio(entry) });
    return null;
  }

  /**
   * Cuts the agent's audio at what was heard; the transcript goes, because nobody knows how much of it was heard.
   * `answer` is the one under way: of that, what was sent so far can be cut.
   */
  truncate(id: string, contentIndex: number, audioEndMs: number, answer: Answer | null): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_truncate_invalid_item_id', 'truncating', id);
    const { item } = entry;
    const underWay = answer?.message?.itemId === id && !entry.truncated;
    const lengthMs = underWay ? answer.audioMs : entry.audioMs;
    if (item.type !== 'message' || item.role !== 'assistant' || item.content[0]?.type === 'output_text') {
      const message = 'Only model output audio messages can be truncated.';
      return { code: 'invalid_value', message, param: 'item_id' };
    }
    if (contentIndex !== 0) {
      const message = `There is no content part ${contentIndex} in item '${id}'.`;
      return { code: 'invalid_value', message, param: 'content_index' };
    }
    // The client counts in whole ms.
    if (audioEndMs > Math.ceil(lengthMs)) {
      return {
        code: 'invalid_value',
        message: `Audio content of ${Math.round(lengthMs)}ms is already shorter than ${audioEndMs}ms.`,
        param: 'audio_end_ms',
      };
    }
    entry.item = { ...item, content: [{ type: 'output_audio' }] };
    entry.audioMs = Math.min(audioEndMs, lengthMs);
    entry.truncated = true;
    entry.revision++;
    this.outbox.send({
      type: 'conversation.item.truncated',
      item_id: id,
      content_index: contentIndex,
      audio_end_ms: audioEndMs,
    });
    return null;
  }

  /** Tells of an item that is whole from the start. */
  announce(item: ConversationItem, previousItemId: string | null): void {
    const told = { previous_item_id: previousItemId, item: shown(item) };
    this.outbox.send({ type: 'conversation.item.added', ...told });
    this.outbox.send({ type: 'conversation.item.done', ...told });
  }

  /** What a response is to read in place of the conversation: items of its own, and references to the conversation's. */
  context(input: readonly ConversationItem[], audio: Settings['audio']): readonly Entry[] | Problem {
    const entries: Entry[] = [];
    for (const [i, given] of input.entries()) {
      const path = `response.input[${i}]`;
      const { type, id = '' } = given as { readonly type: string; readonly id?: string };
      if (type === 'item_reference') {
        const entry = this.conversation.find(id);
        if (entry === undefined) {
          return { code: 'invalid_value', message: `Item with id '${id}' not found.`, param: `${path}.id` };
        }
        entries.push(entry);
        continue;
      }
      const taken = takeItem(given, id, audio, path, () => '');
      if ('code' in taken) return taken;
      // It has no place of its own that could tell it from others: what it says does.
      entries.push(entryOf(`${JSON.stringify(taken.item)} ${taken.audioMs}`, taken.item, taken.audioMs));
    }
    return entries;
  }

  private refuse(given: ConversationItem, id: string, previousId: string | null | undefined): Problem | null {
    if (id === this.reservedId || this.conversation.find(id) !== undefined) {
      const message = `An item with the id '${id}' exists already.`;
      return { code: 'invalid_value', message, param: 'item.id' };
    }
    if (!this.conversation.canFollow(previousId)) {
      return {
        code: 'item_create_invalid_previous_item_id',
        message: `Error adding item: the previous item with id '${previousId}' does not exist.`,
        param: 'previous_item_id',
      };
    }
    if (given.type === 'function_call_output' && !this.conversation.hasCall(given.call_id)) {
      const message = `Tool call ID '${given.call_id}' not found in conversation.`;
      return { code: 'invalid_tool_call_id', message, param: null };
    }
    if (this.conversation.full) return tooManyItems('item');
    if (this.held + heldCharacters(given) > MAX_HELD_CHARACTERS) {
      const message = `The conversation holds ${this.held} characters already; delete items to make room.`;
      return { code: 'conversation_too_large', message, param: 'item' };
    }
    return null;
  }
}

/** As a client sees it: what is not transcribed (yet) is said to be so. The published type has no null there. */
function shown(item: ConversationItem): ConversationItem {
  if (item.type !== 'message' || item.role !== 'user') return item;
  if (item.content.every(({ type, transcript }) => type !== 'input_audio' || transcript !== undefined))
    return item;
  const content = item.content.map((part) =>
    part.type === 'input_audio'
      ? { ...part, transcript: part.transcript ?? (null as unknown as string) }
      : part,
  );
  return { ...item, content };
}

function withAudio(entry: Entry): ConversationItem {
  const { item, said, audioMs } = entry;
  if (said === null || item.type !== 'message' || item.role !== 'assistant' || audioMs === 0)
    return shown(item);
  return { ...item, content: item.content.map((part) => ({ ...part, audio: said.audio(audioMs) })) };
}

function unknownItem(code: string, doing: string, id: string): Problem {
  const message = `Error ${doing} item: the item with id '${id}' does not exist.`;
  return { code, message, param: 'item_id' };
}
