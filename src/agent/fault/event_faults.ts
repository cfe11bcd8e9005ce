/** Faults that a client must not stumble over: events, fields and nulls it did not expect. */

import type { ServerEvent } from '../protocol/server_event.ts';
import type { Fault } from './fault.ts';

export const unknownEvents: Fault = {
  name: 'unknown_events',
  means: 'events of types that no client knows come in between',
  of: 'event',
  args: {},
  hooks: () => ({
    event: (event, random) => [
      {
        type: `callstorm.${['weather', 'tide', 'moon'][random.below(3)]}.updated`,
        event_id: `${event.event_id}x`,
        payload: { level: random.below(100), note: null },
      } as unknown as ServerEvent,
      event,
    ],
  }),
};

export const extraFields: Fault = {
  name: 'extra_fields',
  means: 'events carry fields that no client knows',
  of: 'event',
  args: {},
  hooks: () => ({
    event: (event, random) => {
      const extra: object = { obfuscation: random.next().toString(36).slice(2), x_trace: { hops: [1, 2] } };
      return [{ ...event, ...extra }];
    },
  }),
};

/** What the protocol lets a server leave out or send as null, by event. */
const nullable: Readonly<Record<string, readonly string[]>> = {
  'conversation.item.added': ['previous_item_id'],
  'conversation.item.done': ['previous_item_id'],
  'input_audio_buffer.committed': ['previous_item_id'],
  'response.created': ['metadata', 'max_output_tokens', 'status_details'],
  'response.done': ['metadata', 'max_output_tokens', 'audio', 'usage'],
};

export const nullOptionals: Fault = {
  name: 'null_optionals',
  means: 'optional fields are sent as null, usage among them',
  of: 'event',
  args: {},
  hooks: () => ({ event: (event) => [withNulls(event)] }),
};

/** The event itself where there is nothing that could be left out, or it is null already. */
function withNulls(event: ServerEvent): ServerEvent {
  const holder = new Map<string, unknown>(Object.entries('response' in event ? event.response : event));
  const fields = (nullable[event.type] ?? []).filter((field) => holder.get(field) !== null);
  if (fields.length === 0) return event;
  const nulls = Object.fromEntries(fields.map((field) => [field, null]));
  if ('response' in event) return { ...event, response: { ...event.response, ...nulls } };
  return { ...event, ...nulls };
}
