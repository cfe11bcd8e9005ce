/**
 * The shape of the conversation items that a client may send, by type and role. Pure. A message of the user holds text, audio
 * or images, one of the system text, one of the assistant what it is said to have answered before.
 */

import type { Check } from './event_shape.ts';
import { anything, flag, list, nullable, object, oneOf, tagged, text } from './event_shape.ts';

/** Audio in one event at most, as base64 text. */
export const MAX_AUDIO_CHARACTERS = 15 * 1024 * 1024;

export const itemId = text(512);

/** An item's own: events name it by that, and nothing is named by no name. */
const ownId: Check = (value, path) => {
  if (value !== '') return itemId(value, path);
  const message = `Invalid '${path}': string too short. Expected a string with minimum length 1, but got an empty string instead.`;
  return { code: 'invalid_value', message, param: path };
};

const status = oneOf('completed', 'incomplete', 'in_progress');
const common = { id: ownId, object: oneOf('realtime.item'), status };
const textPart = object({ type: anything, text: text() });
const audioFields = { audio: nullable(text(MAX_AUDIO_CHARACTERS)), transcript: nullable(text()) };

function messageOf(content: Readonly<Record<string, Check>>): Check {
  return object({ type: anything, role: anything, content: list(tagged('type', content)) }, common);
}

const message = tagged('role', {
  user: messageOf({
    input_text: textPart,
    input_audio: object({ type: anything, audio: text(MAX_AUDIO_CHARACTERS) }, audioFields),
    input_image: object({ type: anything, image_url: text() }, { detail: oneOf('auto', 'low', 'high') }),
  }),
  system: messageOf({ input_text: textPart }),
  assistant: messageOf({ output_text: textPart, output_audio: object({ type: anything }, audioFields) }),
});

const cases = {
  message,
  function_call: object(
    { type: anything, name: text(), arguments: text() },
    { call_id: text(512), ...common },
  ),
  function_call_output: object({ type: anything, call_id: text(512), output: text() }, common),
  mcp_approval_response: object(
    { type: anything, approval_request_id: text(512), approve: flag },
    { id: ownId, reason: nullable(text()) },
  ),
};

export const item = tagged('type', cases);

/** In the `input` of a response there may also be references to items of the conversation. */
export const itemOrReference = tagged('type', {
  ...cases,
  item_reference: object({ type: anything, id: itemId }),
});
