/**
 * A dialect turns a wire protocol's text into the core's words and back. Pure: no socket, no clock. It never throws on
 * what a server sends: what cannot be read is an event too (`malformed`), and what is not known is `other`.
 */

import type { AgentEvent, Command } from '../core/call/event.ts';
import type { PlanTarget } from '../core/plan/plan.ts';

export interface Dialect {
  readonly name: string;
  /** Rate of the audio on the wire, and bytes per ms of it once decoded: 48 for 24 kHz PCM16, 8 for G.711. */
  readonly sampleRate: 24000 | 8000;
  readonly bytesPerMs: number;

  /** Where and how to connect. The key is handed in here and appears nowhere else. */
  connection(target: PlanTarget, url: string, key: string | undefined): Connection;

  /** The ready-made message that carries this much caller's audio. */
  append(base64: string): string;

  /** The wire messages for a command, in order. */
  write(command: Command): readonly string[];

  /** The hot path: an audio delta's ids and decoded byte length, or null where the message is anything else. */
  skim(wire: WireText): AudioSkim | null;

  /** Every other message. */
  read(text: string): AgentEvent;

  /** What the server meant by closing, in the middle of a call. Null: nothing special. */
  closeMeaning(code: number, reason: string): CloseMeaning | null;
}

export interface Connection {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
}

export type CloseMeaning = 'auth_failed' | 'session_expired' | 'rate_limited' | 'agent_error';

/** A received message, before it is decoded: enough to find an audio delta's length without reading its payload. */
export interface WireText {
  /** Length in bytes (or in characters of an ASCII string). */
  readonly length: number;
  /** Up to the first `length` characters as a string. */
  head(length: number): string;
  /** Index of the next `"` at or after `from`, or −1. */
  quoteAfter(from: number): number;
  /** Whether a character stands anywhere from `from` up to `to`. */
  has(code: number, from: number, to: number): boolean;
  /** Code of the character at an index. */
  codeAt(index: number): number;
}

/** Reused between calls of `skim`: copy what you keep. */
export interface AudioSkim {
  responseId: string;
  itemId: string;
  bytes: number;
}
