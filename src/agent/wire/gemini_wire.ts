/** The Gemini Live API, as the simulated agent answers in it: messages of JSON, whichever way they come; its own go as bytes. */

import type { AgentWire, Inbound } from './agent_wire.ts';
import { askedIn, wrong } from './gemini_asked.ts';
import { GeminiWired } from './gemini_wired.ts';

const PATH =
  /^\/ws\/google\.(ai\.generativelanguage\.v1(alpha|beta)\d*\.GenerativeService|cloud\.aiplatform\.v1(alpha|beta)?\d*\.LlmBidiService)[./]BidiGenerateContent(Constrained)?$/;

export const geminiWire: AgentWire = {
  dialect: 'gemini-live',
  path: '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
  serves: (path) => PATH.test(path),
  read,
  readBinary: (bytes) => {
    const text = textOf(bytes);
    return text === null
      ? { type: 'json', value: [wrong('Invalid JSON payload received.')], bytes: bytes.length }
      : read(text);
  },
  open: (session, setup) => new GeminiWired(session, setup),
};

function read(text: string): Inbound {
  return { type: 'json', value: askedIn(text), bytes: text.length };
}

/** Null: it is no text. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
