/**
 * Which client events a session refuses, by whether an answer is under way: a table, and the service's words for a refusal.
 * Pure.
 */

import type { Problem } from './event_shape.ts';
import type { ControlEvent } from './wire.ts';

const ACTIVE = 'conversation_already_has_active_response';
const NOT_ACTIVE = 'response_cancel_not_active';
const NOT_HERE = 'unsupported_event';
const refusals = {
  [ACTIVE]:
    'Conversation already has an active response in progress. Wait until the response is finished before creating a new one.',
  [NOT_ACTIVE]: 'Cancellation failed: no active response found.',
  [NOT_HERE]: 'There is no output audio buffer on a WebSocket: the client plays the audio itself.',
} as const;
type Refusal = keyof typeof refusals;

/** What a client event does, by whether an answer is under way: `do` it, or refuse it with an `error`. */
const transitions: Readonly<
  Record<ControlEvent['type'], Readonly<Record<'silent' | 'answering', 'do' | Refusal>>>
> = {
  'session.update': { silent: 'do', answering: 'do' },
  'input_audio_buffer.commit': { silent: 'do', answering: 'do' },
  'input_audio_buffer.clear': { silent: 'do', answering: 'do' },
  'output_audio_buffer.clear': { silent: NOT_HERE, answering: NOT_HERE },
  'conversation.item.create': { silent: 'do', answering: 'do' },
  'conversation.item.delete': { silent: 'do', answering: 'do' },
  'conversation.item.retrieve': { silent: 'do', answering: 'do' },
  'conversation.item.truncate': { silent: 'do', answering: 'do' },
  'response.create': { silent: 'do', answering: ACTIVE },
  'response.cancel': { silent: NOT_ACTIVE, answering: 'do' },
};

/** Null: it may be done. `answering`: an answer is under way that the event is about, or that stands in its way. */
export function refusalFor(type: ControlEvent['type'], answering: boolean): Problem | null {
  const verdict = transitions[type][answering ? 'answering' : 'silent'];
  return verdict === 'do' ? null : refuse(verdict);
}

/** One answer at a time goes into the conversation. */
export const alreadyAnswering: Problem = refuse(ACTIVE);

function refuse(refusal: Refusal): Problem {
  return { code: refusal, message: refusals[refusal], param: null };
}
