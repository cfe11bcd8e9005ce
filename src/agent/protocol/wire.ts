/**
 * Text on the wire to messages and back. Pure, and total: whatever text comes in, a message comes out, if only one that
 * says what is wrong with it. `skim.ts` is the faster way in for audio; this one is the measure of what it must do.
 */

import { decodeBase64 } from '../../audio/base64.ts';
import type { ClientEvent } from './client_event.ts';
import { checkClientEvent, isProblem } from './client_event.ts';
import type { ServerEvent } from './server_event.ts';
import type { Problem } from './event_shape.ts';
import { isFields } from './event_shape.ts';

export type ControlEvent = Exclude<ClientEvent, { type: 'input_audio_buffer.append' }>;

export type ClientMessage =
  /**
   * Audio, decoded from base64 but still in the session's format. `bytes` may be reused once it is handled; `zeros`: they
   * are known to be nothing but zeros.
   */
  | {
      readonly type: 'append';
      readonly bytes: Uint8Array;
      readonly zeros: boolean;
      readonly eventId: string | null;
    }
  | { readonly type: 'event'; readonly event: ControlEvent }
  | { readonly type: 'unreadable'; readonly problem: Problem; readonly eventId: string | null };

export function readClient(text: string): ClientMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return notJson();
  }
  const eventId = isFields(value) && typeof value['event_id'] === 'string' ? value['event_id'] : null;
  const event = checkClientEvent(value);
  if (isProblem(event)) return { type: 'unreadable', problem: event, eventId };
  if (event.type !== 'input_audio_buffer.append') return { type: 'event', event };
  try {
    const bytes = decodeBase64(event.audio);
    return { type: 'append', bytes, zeros: bytes.every((byte) => byte === 0), eventId };
  } catch {
    return { ...badAudio('it is not valid base64'), eventId };
  }
}

/** `rewritten`: it may carry more fields than its type has. */
export function writeServer(event: ServerEvent, rewritten = false): string {
  if (rewritten || event.type !== 'response.output_audio.delta') return JSON.stringify(event);
  return `${deltaHead(event)}${event.delta}${DELTA_TAIL}`;
}

/** What stands before the audio, where nothing needs escaping: the ids are ours. */
export function deltaHead(event: AudioDelta): string {
  return `{"type":"response.output_audio.delta","event_id":"${event.event_id}","response_id":"${event.response_id}","item_id":"${event.item_id}","output_index":${event.output_index},"content_index":${event.content_index},"delta":"`;
}

export const DELTA_TAIL = '"}';

export type AudioDelta = ServerEvent & { readonly type: 'response.output_audio.delta' };

export function notJson(): ClientMessage & { type: 'unreadable' } {
  return unreadable('invalid_json', 'We could not parse the JSON of your event.', null);
}

/** Bytes where text is expected. */
export function notText(): ClientMessage & { type: 'unreadable' } {
  return unreadable('invalid_json', 'Expected a text message with a JSON event, but got a binary one.', null);
}

export function badAudio(reason: string): ClientMessage & { type: 'unreadable' } {
  return unreadable('invalid_value', `Invalid 'audio': ${reason}.`, 'audio');
}

export function unreadable(
  code: string,
  message: string,
  param: string | null,
): ClientMessage & { type: 'unreadable' } {
  return { type: 'unreadable', problem: { code, message, param }, eventId: null };
}
