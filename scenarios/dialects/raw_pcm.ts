/**
 * A protocol of your own that is nothing but sound: binary messages of PCM both ways. Nobody tells of turns, words or tools; what a
 * caller hears is measured all the same. Its server: server.mjs, beside this.
 */

import { defineDialect } from 'callstorm';

export default defineDialect({
  name: 'raw-example',
  caller: { sampleRate: 16_000, frameMs: 20, frame: ({ bytes }) => bytes },
  agent: { sampleRate: 16_000, audio: 'binary' },
  // The server says nothing: the caller may speak as soon as the connection is open.
  ready: 'at_once',

  open: () => ({
    send: () => undefined,
    receive: (message) =>
      typeof message === 'string' ? { type: 'violation', reason: 'text where only audio may be' } : null,
  }),
});
