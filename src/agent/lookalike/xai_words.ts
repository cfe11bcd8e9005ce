/**
 * xAI's voice agents: names of events as they are today, but voice and turn detection stand in the session itself, a conversation is
 * what is created first, no answer is announced, and keys come in another order. Pure.
 */

import { isFields, type Fields, type Problem } from '../protocol/event_shape.ts';
import { at, put } from './beta_words.ts';
import { unknownParameter, type Lookalike } from './lookalike.ts';

/** Where it has them, and where they stand elsewhere. */
const MOVED: readonly (readonly [here: string, there: readonly string[]])[] = [
  ['turn_detection', ['audio', 'input', 'turn_detection']],
  ['voice', ['audio', 'output', 'voice']],
];
const REFUSED: readonly (readonly string[])[] = [
  ...MOVED.map(([, there]) => there),
  ['audio', 'input', 'noise_reduction'],
  ['output_modalities'],
];

export const xaiWords: Lookalike = {
  paths: [],
  isBeta: false,
  hears: (event) => (event['type'] === 'session.update' ? heardSession(event) : event),
  tells: (event) => {
    switch (event['type']) {
      case 'session.created':
        return {
          type: 'conversation.created',
          event_id: event['event_id'],
          conversation: { id: 'conv_1', object: 'realtime.conversation' },
        };
      case 'response.created':
        return null;
      default:
        return event;
    }
  },
  write: (event) => JSON.stringify(payloadFirst(event)),
};

function heardSession(event: Fields): Fields | Problem {
  const { session } = event;
  if (!isFields(session)) return event;
  const refused = REFUSED.find((path) => at(session, path) !== undefined);
  if (refused !== undefined) return unknownParameter(`session.${refused.join('.')}`);
  const today: Record<string, unknown> = { ...session, type: 'realtime' };
  for (const [here, there] of MOVED) {
    if (today[here] === undefined) continue;
    put(today, there, today[here]);
    delete today[here];
  }
  return { ...event, session: today };
}

/** As an encoder that sorts its keys has it, near enough: what is long comes before what says of what it is. */
function payloadFirst({ type, response_id: response, item_id: item, ...rest }: Fields): Fields {
  return { ...rest, item_id: item, response_id: response, type };
}
