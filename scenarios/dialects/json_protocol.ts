/**
 * A protocol of your own, in JSON: audio as base64 both ways, and some of what the agent does told beside it. Answers and their ends
 * are found by ear; the words, the interruptions and the calls of tools are the protocol's. Its server: server.mjs, beside this.
 */

import { defineDialect, readJson } from 'callstorm';

export default defineDialect({
  name: 'json-example',
  caller: {
    sampleRate: 16_000,
    frame: ({ base64 }) => JSON.stringify({ type: 'audio', data: base64 }),
  },
  // Declared, so that such messages are read without being parsed.
  agent: { sampleRate: 24_000, audio: { when: { type: 'audio' }, at: 'data' } },

  connect: ({ url, key }) => ({ url, headers: key === undefined ? {} : { 'x-api-key': key } }),

  open: () => ({
    send: (command) => {
      switch (command.type) {
        case 'start': {
          const { voice, instructions } = command.settings;
          return JSON.stringify({ type: 'start', voice, instructions, tools: command.tools });
        }
        case 'respond':
          // To the caller's words the agent answers by itself.
          return command.to === 'nothing' ? JSON.stringify({ type: 'greet' }) : undefined;
        case 'tool_result':
          return JSON.stringify({ type: 'tool_result', id: command.id, output: command.output });
        case 'hang_up':
          return JSON.stringify({ type: 'bye' });
        default:
          return undefined;
      }
    },

    receive: (message) => {
      const said = readJson(message);
      switch (said?.type) {
        case 'ready':
          return { type: 'ready', sessionId: String(said.session) };
        case 'text':
          return { type: 'text', text: String(said.text) };
        case 'interruption':
          return { type: 'interrupted' };
        case 'tool_call':
          return {
            type: 'tool_call',
            id: String(said.id),
            name: String(said.name),
            arguments: String(said.arguments),
          };
        case 'ping':
          return { type: 'reply', message: JSON.stringify({ type: 'pong', id: said.id }) };
        case 'error':
          return { type: 'error', message: String(said.message) };
        default:
          return said === null ? { type: 'violation', reason: 'a message that is no JSON' } : null;
      }
    },
  }),
});
