/**
 * GPT-Live, to the simulated agent: a session begins with the client's `session.start`, and from then on audio flows both ways without
 * end. The session behind does all that a turn takes; what it says is played out in real time, what it tells of turns is kept.
 */

import type { AgentWire, Inbound } from './agent_wire.ts';
import { audioOf } from './gpt_live_audio.ts';
import { GptLiveWired } from './gpt_live_wired.ts';

const PATHS = new Set(['/v1/live/sessions', '/openai/v1/live/sessions']);

const APPEND_HEAD = '{"type":"session.input_audio.append","audio":"';
const APPEND_TAIL = '"}';

export const gptLiveWire: AgentWire = {
  dialect: 'gpt-live',
  path: '/v1/live/sessions',
  serves: (path) => PATHS.has(path),
  read,
  // Text is expected.
  readBinary: (bytes) => ({ type: 'json', value: undefined, bytes: bytes.length }),
  open: (session, setup) => new GptLiveWired(session, setup),
};

/** Nearly all that comes is audio of one and the same shape: that is not parsed. */
function read(text: string): Inbound {
  if (text.startsWith(APPEND_HEAD) && text.endsWith(APPEND_TAIL)) {
    const message = audioOf(text.slice(APPEND_HEAD.length, -APPEND_TAIL.length), null);
    if (message.type === 'append') return message;
  }
  try {
    return { type: 'json', value: JSON.parse(text) as unknown, bytes: text.length };
  } catch {
    return { type: 'json', value: undefined, bytes: text.length };
  }
}
