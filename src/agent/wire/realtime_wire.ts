/** The Realtime protocol, which the session itself speaks: there is nothing to translate. */

import { notText, readClient } from '../protocol/wire.ts';
import type { SessionInput } from '../session.ts';
import type { AgentWire } from './agent_wire.ts';

const PATHS = new Set(['/v1/realtime', '/openai/v1/realtime']);

export const realtimeWire: AgentWire = {
  dialect: 'openai-realtime',
  path: '/v1/realtime',
  serves: (path) => PATHS.has(path),
  read: readClient,
  readBinary: notText,
  open: (session) => ({
    sessionId: session.sessionId,
    // What it read is what it is given.
    handle: (input, atMs) => session.handle(input as SessionInput, atMs),
  }),
};
