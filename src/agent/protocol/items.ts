/**
 * What a client may do to the conversation: create, delete, retrieve and truncate items. Pure. Each gives the problem where
 * it is refused, and then has changed nothing; else it has told the client what became of it.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Answer } from '../voice/answer.ts';
import type { Conversation } from './conversation.ts';
import type { Outbox } from './outbox.ts';
import type { AudioFormat } from './settings.ts';
import { bytesPerMs } from './settings.ts';
import type { Problem } from './shape.ts';

export class Items {
  private readonly conversation: Conversation;
  private readonly outbox: Outbox;

  constructor(conversation: Conversation, outbox: Outbox) {
    this.conversation = conversation;
    this.outbox = outbox;
  }

  create(
    given: ConversationItem,
    previousId: string | null | undefined,
    format: AudioFormat,
  ): Problem | null {
    const id = given.id ?? this.outbox.newId('item');
    if (this.conversation.find(id) !== undefined) {
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
    const { item, audioBytes } = withoutAudio(given, id);
    this.announce(item, this.conversation.add(id, item, audioBytes / bytesPerMs(format), previousId));
    return null;
  }

  delete(id: string, answer: Answer | null): Problem | null {
    if (!this.conversation.remove(id)) return unknownItem('item_delete_invalid_item_id', 'deleting', id);
    if (answer?.options.itemId === id) answer.forgotten = true;
    this.outbox.send({ type: 'conversation.item.deleted', item_id: id });
    return null;
  }

  retrieve(id: string): Problem | null {
    const entry = this.conversation.find(id);
    if (entry === undefined) return unknownItem('item_retrieve_invalid_item_id', 'retrieving', id);
    this.outbox.send({ type: 'conversation.item.retrieved', item: entry.item });
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
    if (item.type !== 'message' || item.role !== 'assistant' || item.content[0]?.type === 'output_text') {
      const message = 'Only model output audio messages can be truncated.';
      return { code: 'invalid_value', message, param: 'item_id' };
    }
    if (contentIndex !== 0) {
      const message = `There is no content part ${contentIndex} in item '${id}'.`;
      return { code: 'invalid_value', message, param: 'content_index' };
    }
    const underWay = answer?.options.itemId === id && !entry.truncated;
    const lengthMs = underWay ? answer.audioMs : entry.audioMs;
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
    this.outbox.send({ type: 'conversation.item.added', previous_item_id: previousItemId, item });
    this.outbox.send({ type: 'conversation.item.done', previous_item_id: previousItemId, item });
  }
}

function unknownItem(code: string, doing: string, id: string): Problem {
  const message = `Error ${doing} item: the item with id '${id}' does not exist.`;
  return { code, message, param: 'item_id' };
}

/** The item to keep, and how much audio was in it. */
function withoutAudio(given: ConversationItem, id: string): { item: ConversationItem; audioBytes: number } {
  const common = { id, object: 'realtime.item', status: 'completed' } as const;
  if (given.type === 'function_call') {
    return { item: { ...given, ...common, call_id: given.call_id ?? id }, audioBytes: 0 };
  }
  if (given.type === 'function_call_output') return { item: { ...given, ...common }, audioBytes: 0 };
  if (given.type !== 'message') return { item: given, audioBytes: 0 };
  let audioBytes = 0;
  const content = given.content.map((part) => {
    const { audio, ...rest } = part as { audio?: string };
    audioBytes += Math.floor(((audio?.length ?? 0) * 3) / 4);
    return rest;
  });
  return { item: { ...given, ...common, content }, audioBytes };
}
