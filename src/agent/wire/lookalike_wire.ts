/** The Realtime protocol as a service speaks it that speaks it almost. */

import { hear, tell, type Lookalike } from '../lookalike/lookalike.ts';
import { lookalikeNamed } from '../lookalike/played.ts';
import { notText } from '../protocol/wire.ts';
import type { AgentSession, SessionInput } from '../session.ts';
import type { AgentWire, WireEffect } from './agent_wire.ts';
import { realtimeWire } from './realtime_wire.ts';

export interface LookalikeWire extends AgentWire {
  /** The handshake may ask for the protocol's beta. */
  readonly isBeta: boolean;
}

/** Undefined: a service that speaks it as it is. */
export function lookalikeWire(name: string | undefined): LookalikeWire {
  const lookalike = lookalikeNamed(name);
  if (lookalike === null) return { ...realtimeWire, isBeta: false };
  const { paths, isBeta } = lookalike;
  return {
    dialect: 'openai-realtime',
    isBeta,
    path: paths[0] ?? realtimeWire.path,
    serves: (path) => realtimeWire.serves(path) || paths.includes(path),
    read: (text) => hear(text, lookalike),
    readBinary: notText,
    open: (session) => ({
      sessionId: session.sessionId,
      // What it read is what it is given.
      handle: (input, atMs) => translated(session, input as SessionInput, atMs, lookalike),
    }),
  };
}

function translated(
  session: AgentSession,
  input: SessionInput,
  atMs: number,
  lookalike: Lookalike,
): readonly WireEffect[] {
  return session.handle(input, atMs).flatMap((effect): readonly WireEffect[] => {
    if (effect.type !== 'send') return [effect];
    const { event } = effect;
    const text = tell(event, lookalike);
    if (text === null) return [];
    if (event.type !== 'response.output_audio.delta') return [{ type: 'say', text }];
    return [{ type: 'say', text, audioOf: event.response_id }];
  });
}
