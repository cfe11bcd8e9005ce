/**
 * The eleven events a client may send, and the shape each must have. Pure. `checkClientEvent` takes any JSON value and
 * gives a typed event or the problem the service would report; it never throws.
 */

import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { MAX_AUDIO_CHARACTERS, item, itemId } from './item_shape.ts';
import { response, session } from './session_shape.ts';
import type { Check, Problem } from './event_shape.ts';
import { anything, integer, isFields, missing, nullable, object, text, unsupported } from './event_shape.ts';

export { MAX_AUDIO_CHARACTERS } from './item_shape.ts';

export type ClientEvent = RealtimeClientEvent;
export type ClientEventType = ClientEvent['type'];

const event = (
  required: Readonly<Record<string, Check>> = {},
  optional: Readonly<Record<string, Check>> = {},
): Check => object({ type: anything, ...required }, { event_id: nullable(text(512)), ...optional });

const clientEvents: Readonly<Record<ClientEventType, Check>> = {
  'session.update': event({ session }),
  'input_audio_buffer.append': event({ audio: text(MAX_AUDIO_CHARACTERS) }),
  'input_audio_buffer.commit': event(),
  'input_audio_buffer.clear': event(),
  'output_audio_buffer.clear': event(),
  'conversation.item.create': event({ item }, { previous_item_id: nullable(itemId) }),
  'conversation.item.delete': event({ item_id: itemId }),
  'conversation.item.retrieve': event({ item_id: itemId }),
  'conversation.item.truncate': event({
    item_id: itemId,
    content_index: integer(0, 1_000_000),
    audio_end_ms: integer(0, 86_400_000),
  }),
  'response.create': event({}, { response: nullable(response) }),
  'response.cancel': event({}, { response_id: nullable(itemId) }),
};

const known = new Map<string, Check>(Object.entries(clientEvents));

/** The event, or the first problem with it. */
export function checkClientEvent(value: unknown): ClientEvent | Problem {
  if (!isFields(value)) {
    return { code: 'invalid_json', message: 'Expected a JSON object with an event `type`.', param: null };
  }
  const { type } = value;
  if (type === undefined) return missing('type');
  if (typeof type !== 'string') return text()(type, 'type') ?? missing('type');
  const check = known.get(type);
  if (check === undefined) return unsupported('type', type, [...known.keys()]);
  return check(value, '') ?? (value as unknown as ClientEvent);
}

export function isProblem(value: ClientEvent | Problem): value is Problem {
  return 'code' in value;
}
