/**
 * A protocol that needs what OpenAI's does not: every message of a session has its number, 16 kHz go up and 24 kHz come down,
 * and the agent's answers have no names, so that who listens has to keep count of them.
 */

import type { Dialect, DialectSession, ReadEvent } from '../../src/dialect/dialect.ts';

const UP = { format: 'pcm16', sampleRate: 16000, bytesPerMs: 32 } as const;
const DOWN = { format: 'pcm16', sampleRate: 24000, bytesPerMs: 48 } as const;
/** For a delta of any size that a test sends. */
const room = new Uint8Array(1 << 20);
const AUDIO = '{"type":"audio","payload":"';

export const numbered: Dialect = {
  name: 'numbered',
  uplink: UP,
  downlink: DOWN,
  connection: (_target, url) => ({ url, headers: {}, protocols: [] }),
  // The payload alone: its number is the session's to give.
  append: (base64) => base64,
  open,
};

function open(): DialectSession {
  let sent = 0;
  let answers = 0;
  let answering = false;
  const current = (): string => {
    if (!answering) answers++;
    answering = true;
    return `answer ${answers}`;
  };
  const done = (status: 'completed' | 'cancelled'): ReadEvent => {
    const responseId = current();
    answering = false;
    return { type: 'answer_done', responseId, status, reason: null, rateLimited: false, usage: null };
  };
  const skimmed = { responseId: '', itemId: '', bytes: 0, payloadStart: AUDIO.length, payloadEnd: 0 };
  return {
    write: ({ type }) => [JSON.stringify({ type, n: sent++ })],
    envelope: () => ({ before: `{"type":"audio","n":${sent++},"payload":"`, after: '"}' }),
    skim: (wire) => {
      if (wire.head(AUDIO.length) !== AUDIO) return null;
      skimmed.payloadEnd = wire.quoteAfter(AUDIO.length);
      skimmed.responseId = current();
      skimmed.bytes = Math.max(0, wire.decode(AUDIO.length, skimmed.payloadEnd, room));
      return skimmed;
    },
    read: (text) => {
      const { type } = JSON.parse(text) as { readonly type: string };
      if (type === 'ready' || type === 'interrupted') return { type };
      if (type === 'end') return done('completed');
      return { type: 'other', name: type };
    },
    closeMeaning: () => null,
  };
}
