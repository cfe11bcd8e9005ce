/** What a server need not say, not said: a client has to do without. */

import type { ServerEvent } from '../protocol/server_event.ts';
import { agentFault } from './moments.ts';

/** What the protocol lets a server leave out or send as null, by event. */
const nullable: Readonly<Record<string, readonly string[]>> = {
  'conversation.item.added': ['previous_item_id'],
  'conversation.item.done': ['previous_item_id'],
  'input_audio_buffer.committed': ['previous_item_id'],
  'response.created': ['metadata', 'max_output_tokens', 'status_details'],
  'response.done': ['metadata', 'max_output_tokens', 'audio', 'usage'],
};

export const nullOptionals = agentFault({
  name: 'null_optionals',
  means: 'optional fields are sent as null, usage among them',
  of: 'event',
  args: {},
  does: () => (event) => [withNulls(event)],
});

/** The event itself where there is nothing that could be left out, or it is null already. */
function withNulls(event: ServerEvent): ServerEvent {
  const holder = new Map<string, unknown>(Object.entries('response' in event ? event.response : event));
  const fields = (nullable[event.type] ?? []).filter((field) => holder.get(field) !== null);
  if (fields.length === 0) return event;
  const nulls = Object.fromEntries(fields.map((field) => [field, null]));
  if ('response' in event) return { ...event, response: { ...event.response, ...nulls } };
  return { ...event, ...nulls };
}
