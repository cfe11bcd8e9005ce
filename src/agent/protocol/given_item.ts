/**
 * An item as a client gave it, made ready to be kept: its audio is checked, measured and taken out, and what it left open is
 * filled in. Pure. The audio of the user is in the session's input format, that of the assistant in its output format.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import { decodeBase64 } from '../../audio/base64.ts';
import type { Settings } from './settings.ts';
import { bytesPerMs, formatOf } from './settings.ts';
import type { Problem } from './event_shape.ts';

export interface GivenItem {
  readonly item: ConversationItem;
  readonly audioMs: number;
}

/** `path`: where the item stands in the client's event. `newCallId`: for a call that came without one. */
export function takeItem(
  given: ConversationItem,
  id: string,
  audio: Settings['audio'],
  path: string,
  newCallId: () => string,
): GivenItem | Problem {
  const common = { id, object: 'realtime.item', status: 'completed' } as const;
  switch (given.type) {
    case 'function_call':
      return { item: { ...given, ...common, call_id: given.call_id ?? newCallId() }, audioMs: 0 };
    case 'function_call_output':
      return { item: { ...given, ...common }, audioMs: 0 };
    case 'message':
      break;
    default:
      // The agent asks for no approvals: there is none that this could answer.
      return {
        code: 'invalid_value',
        message: 'There is no approval request of this id.',
        param: `${path}.approval_request_id`,
      };
  }
  const format = formatOf((given.role === 'assistant' ? audio.output : audio.input).format);
  let audioMs = 0;
  const content: object[] = [];
  for (const [i, part] of given.content.entries()) {
    const { audio: base64, ...rest } = part as { audio?: string | null };
    content.push(rest);
    if (base64 === undefined || base64 === null) continue;
    const length = byteLength(base64);
    if (length === null || (format === 'pcm16' && length % 2 !== 0)) {
      const reason = length === null ? 'it is not valid base64' : 'the bytes are not whole 16-bit samples';
      const param = `${path}.content[${i}].audio`;
      return { code: 'invalid_value', message: `Invalid '${param}': ${reason}.`, param };
    }
    audioMs += length / bytesPerMs(format);
  }
  return { item: { ...given, ...common, content } as ConversationItem, audioMs };
}

/** What an item keeps in memory beside its text, and each part of it: more, rather than less. In characters. */
const ITEM_CHARACTERS = 512;
const PART_CHARACTERS = 128;

/** Characters that an item keeps in memory, one without a single one of text too. Its audio is not kept. */
export function heldCharacters(item: ConversationItem): number {
  const named = ITEM_CHARACTERS + (item.id ?? '').length;
  switch (item.type) {
    case 'message': {
      let characters = named;
      for (const part of item.content) {
        const { text = '', transcript = '', image_url: image = '' } = part as Record<string, string>;
        characters += PART_CHARACTERS + text.length + (transcript ?? '').length + image.length;
      }
      return characters;
    }
    case 'function_call':
      return named + (item.call_id ?? '').length + item.name.length + item.arguments.length;
    case 'function_call_output':
      return named + item.call_id.length + item.output.length;
    default:
      return named;
  }
}

function byteLength(base64: string): number | null {
  try {
    return decodeBase64(base64).length;
  } catch {
    return null;
  }
}
