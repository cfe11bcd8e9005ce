/**
 * What the simulated agent says on the wire: the published server events, held to the types of the `openai` package by
 * the compiler. Only what goes over a WebSocket, and none of the names that only the protocol's beta had.
 */

import type {
  ConversationCreatedEvent,
  ConversationItemCreatedEvent,
  InputAudioBufferDtmfEventReceivedEvent,
  RealtimeServerEvent,
} from 'openai/resources/realtime/realtime';

export type ServerEvent = Exclude<
  RealtimeServerEvent,
  | ConversationCreatedEvent
  | ConversationItemCreatedEvent
  | InputAudioBufferDtmfEventReceivedEvent
  | RealtimeServerEvent.OutputAudioBufferStarted
  | RealtimeServerEvent.OutputAudioBufferStopped
  | RealtimeServerEvent.OutputAudioBufferCleared
>;

type WithoutId<E> = E extends ServerEvent ? Omit<E, 'event_id'> : never;

/** A server event before the session has numbered it. */
export type Unsent = WithoutId<ServerEvent>;
