/**
 * What a server tells of itself beside the protocol, which has no words for it: what the agent says and hears, and which tools it calls.
 * Only a server that was asked to does so (core/plan/tells_of_itself.ts): Twilio warns of an event that it does not know. Total: what cannot be read is of no consequence.
 */

import type { ToldEvent } from '../dialect.ts';
import { text, type Fields } from '../openai/fields.ts';

export function toldBeside(told: Fields): ToldEvent {
  const type = text(told, 'type') ?? '';
  const words = text(told, 'text');
  switch (type) {
    case 'says':
      // By ear it is found which answer these are of.
      if (words !== null) return { type: 'answer_content', responseId: '', itemId: '', text: words };
      break;
    case 'hears':
      if (words !== null) return { type: 'transcribed', itemId: '', text: words, seconds: 0, tokens: 0 };
      break;
    case 'calls': {
      const name = text(told, 'name');
      const callId = text(told, 'callId');
      const written = text(told, 'arguments');
      if (name !== null && callId !== null && written !== null)
        return { type: 'tool_call', responseId: null, callId, name, arguments: written };
    }
  }
  return { type: 'other', name: `callstorm ${type}` };
}
