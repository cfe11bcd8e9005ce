/**
 * A dialect turns a wire protocol's text into the core's words and back. Pure: no socket, no clock. It never throws on
 * what a server sends: what cannot be read is an event too (`malformed`), and what is not known is `other`. What holds for
 * every session stands in `Dialect`; what is said in one, and may depend on what was said before, is `DialectSession`'s.
 */

import type { AgentEvent, AudioEvent, Command } from '../core/call/event.ts';
import type { Misspoken } from '../core/call/misspoken.ts';
import type { PlanTarget } from '../core/plan/plan.ts';

export interface Dialect {
  readonly name: string;
  /** The caller's audio on the wire. */
  readonly uplink: WireAudio;
  /** The agent's. */
  readonly downlink: WireAudio;
  /** How much audio a message carries, where the protocol says so. Absent: as the scenario wants. */
  readonly frameMs?: number;
  /** Keys of a telephone can be told in it: its sessions have `press`. */
  readonly keypad?: true;
  /** Nothing on the wire tells one answer from the next: they are found by ear in what is played. Absent: the protocol tells. */
  readonly byEar?: true;

  /**
   * Where and how to connect. The key is handed in here and appears nowhere else; values of the target's headers and query are
   * filled in already.
   */
  connection(target: PlanTarget, url: string, key: string | undefined): Connection;

  /**
   * The ready-made message that carries this much caller's audio, which is encoded as the uplink says; a character is a byte, and
   * all sessions share it. What stands around the audio is the same in all of one length.
   */
  append(audio: string): string;

  /** How the protocol calls a handshake that the server refuses. Absent: it has no word for it. */
  readonly refusedAs?: string;

  /** For one connection: a call that dials again opens another, which may go on with what the one before has left. */
  open(opening?: Opening): DialectSession;
}

/** Whatever names a session makes up are drawn by these. */
export interface Opening {
  readonly seed: number;
  readonly call: number;
  readonly connection: number;
  /** Of the same call, the one before. */
  readonly former?: DialectSession;
}

export interface WireAudio {
  readonly format: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
  readonly sampleRate: number;
  /** Of it once decoded: 48 for 24 kHz PCM16, 8 for G.711. */
  readonly bytesPerMs: number;
  /** The bytes stand in the message as they are, which is a binary one. Absent: as base64. In a string, a byte is a character. */
  readonly encoding?: 'raw';
}

export interface Connection {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
}

export interface DialectSession {
  /** What is to be told to the server of this call was learned on the way to it. Called before anything is written. */
  readonly passOn?: (parameters: Readonly<Record<string, string>>) => void;

  /** The wire messages for a command, in order. */
  write(command: Command): readonly WireMessage[];

  /**
   * What holds once these messages are sent, without the server's saying so: in some protocols it is the client that opens the
   * session. A protocol in which the server says everything has no such method.
   */
  readonly follows?: (command: Command) => readonly ReadEvent[];

  /** The hot path: an audio delta's ids and decoded byte length, or null where the message is anything else. */
  skim(wire: WireText): AudioSkim | null;

  /** Every other message: what it tells, in order. */
  read(text: string): ReadEvent | readonly ReadEvent[];

  /** The same of a binary message, which is its own to keep. A protocol whose binary messages are text too has no such method. */
  readonly readBytes?: (bytes: Uint8Array) => ReadEvent | readonly ReadEvent[];

  /** The wire messages that say that all audio that had come before this mark has been played, or thrown away. */
  readonly played?: (mark: string) => readonly WireMessage[];

  /** The wire messages that say that a key of the telephone was pressed. A protocol that has none has no such method. */
  readonly press?: (key: string) => readonly string[];

  /** What is said before the connection is closed politely, where there is something to say. */
  readonly farewell?: () => Farewell;

  /** What the server meant by closing, in the middle of a call. Null: nothing special. */
  closeMeaning(code: number, reason: string): CloseMeaning | null;

  /**
   * What this session wants around the ready-made message that it sends next; asked for each frame, in order, as it is captured. A
   * protocol that wants nothing has no such method, and its frames leave as they were made. Used again for the next.
   */
  readonly envelope?: () => Envelope;

  /** Instead: a frame was captured, and never leaves. */
  readonly lost?: () => void;

  /**
   * The wire messages, text or bytes, that say what should not be said. Null: that cannot be said here. A protocol in which
   * nothing is known to be wrong has no such method.
   */
  readonly misspeak?: (says: Misspoken, about: MisspokenAbout) => readonly WireMessage[] | null;
}

/** What is sent as text, or as a binary message. */
export type WireMessage = string | Uint8Array;

export interface MisspokenAbout {
  /** What the message is to call itself, where it can. */
  readonly eventId: string;
  /** The agent's item that was heard last, and how much of it is said to have been. */
  readonly itemId: string;
  readonly heardMs: number;
}

/** Before and after a ready-made message: ASCII, or, around one that is binary, a character a byte. */
export interface Envelope {
  readonly before: string;
  readonly after: string;
}

export interface Farewell {
  readonly messages: readonly WireMessage[];
  /** The server answers it with the last that it has to tell, and closes: until then the connection stays. */
  readonly awaited?: true;
}

export type CloseMeaning =
  | 'auth_failed'
  | 'session_expired'
  | 'rate_limited'
  | 'agent_error'
  | 'connection_lost';

/** A received message, before it is decoded: enough to find an audio delta's length without reading its payload. */
export interface WireText {
  /** It came as a binary message. Absent: as text, or nobody knows. */
  readonly binary?: boolean;
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
  /** Decodes base64 (either alphabet, padded or not) from `from` up to `to`. How many bytes there are; −1: it is none. */
  decode(from: number, to: number, into: Uint8Array): number;
  /** The same of characters that were copied from it, where whoever carries it has a quicker way than ours. */
  readonly decodeCopied?: (codes: Uint8Array, from: number, to: number, into: Uint8Array) => number;
  /** The same text, good for longer than the message is dealt with; absent where that would have to be a copy. */
  lasting?(): WireText;
  /** The characters' codes, into memory that is there already. */
  copy(from: number, to: number, into: Uint8Array, at: number): void;
}

/** Reused between calls of `skim`: copy what you keep. */
export interface AudioSkim {
  responseId: string;
  itemId: string;
  bytes: number;
  /** Where in the message it stands, encoded as the downlink says. */
  payloadStart: number;
  payloadEnd: number;
}

/** Audio that was not skimmed has been parsed, and brings its payload. */
export type ToldEvent = Exclude<AgentEvent, AudioEvent> | ReadAudio;

export type ReadEvent = ToldEvent | Mark | Reply | Over;

/** The agent wants to know when what it has sent so far has been played. */
export interface Mark {
  readonly type: 'mark';
  readonly name: string;
}

/** What came wants an answer at once, of no consequence for anything else. */
export interface Reply {
  readonly type: 'reply';
  readonly message: WireMessage;
}

/** The other side has said its last: where its farewell was waited for, the connection may be closed. */
export interface Over {
  readonly type: 'over';
}

export interface ReadAudio extends Omit<AudioEvent, 'pcm'> {
  /** Encoded as the downlink says: base64 in either alphabet, padded or not, or its bytes, a character each. */
  readonly payload: string;
}
