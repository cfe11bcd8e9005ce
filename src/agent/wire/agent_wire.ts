/**
 * What a protocol is to the simulated agent: how its messages are read, and what stands between a connection and the session behind
 * it. The session (ear, mind, voice, faults, meter) is the same behind each, and speaks the Realtime protocol's typed events; a wire
 * translates them both ways, and keeps what its protocol wants kept. Pure; instants in ms; never throws on what a client sends.
 */

import type { DialectName } from '../../core/plan/plan.ts';
import type { SessionSettings } from '../../core/plan/session_settings.ts';
import type { PlanTool } from '../../core/plan/tool.ts';
import type { ClientMessage } from '../protocol/wire.ts';
import type { AgentSession, SessionEffect } from '../session.ts';

export interface AgentWire {
  readonly dialect: DialectName;
  /** Where clients connect, on a server. */
  readonly path: string;
  /** Whether this path of a server's is the protocol's own; without a query, slashes made single. */
  serves(path: string): boolean;
  /** A text message. What is given depends on nothing but the text: of ready-made messages it is kept. */
  read(text: string): Inbound;
  /** A binary message, of whose bytes nothing may be kept. */
  readBinary(bytes: Uint8Array): Inbound;
  /** Puts itself before a session, for one connection. */
  open(session: AgentSession, setup: WireSetup): WiredSession;
}

export interface WireSetup {
  /** Whatever is drawn or made up is drawn from these. */
  readonly seed: number;
  /** Among the sessions of its agent, from 0. */
  readonly index: number;
  /** What the agent's own side has for tools, where the protocol lets the client have none. */
  readonly tools: readonly PlanTool[];
  /** It speaks first, where the protocol lets nobody ask for that. Default: it does. */
  readonly greets?: boolean;
  /** How its session is to be, where the protocol lets the client have no say in it. */
  readonly settings?: SessionSettings;
  /** What the connections of one agent leave for later ones, by names that nobody else has. */
  readonly memory: Map<string, unknown>;
}

/** A received message, read but not yet judged. */
export type Inbound =
  | ClientMessage
  /** Of a protocol of JSON objects; undefined: it is no JSON. `bytes`: how long it was. */
  | { readonly type: 'json'; readonly value: unknown; readonly bytes: number }
  | { readonly type: 'binary'; readonly data: Uint8Array };

export type WireInput =
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly message: Inbound }
  /** The wake has come (early or late does no harm). */
  | { readonly type: 'timer' }
  | { readonly type: 'closed' };

export type WireEffect =
  | SessionEffect
  | {
      readonly type: 'say';
      readonly text: string;
      /** It goes as bytes, though it is text. */
      readonly binary?: true;
      /** It carries audio of this response: whoever sends it notes when the first does. */
      readonly audioOf?: string;
    };

export interface WiredSession {
  readonly sessionId: string;
  /** The effects are in their order; the array is the caller's. Instants never go back. */
  handle(input: WireInput, atMs: number): readonly WireEffect[];
}
