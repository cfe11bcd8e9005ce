/**
 * What a protocol of your own is written with: how audio stands on the wire, as data, and two functions, what is said and what is
 * heard. Everything that can be measured by ear is measured with no more than that; what the protocol tells besides (words, ends of
 * answers, calls of tools) makes the other figures. Nothing here knows a socket or a clock.
 */

import type { HistoryItem } from '../../core/call/history_item.ts';
import type { SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';

export type AudioFormat = 'pcm16' | 'g711_ulaw' | 'g711_alaw';

export interface OwnDialect {
  /** What reports call it. */
  readonly name: string;
  /** The caller's audio. */
  readonly caller: {
    /** Default: pcm16 (16 bits, little-endian, mono). */
    readonly format?: AudioFormat;
    /** 8000, 12000, 16000, 24000, 32000 or 48000; G.711: 8000. */
    readonly sampleRate: number;
    /** How much audio a message carries, in whole ms, where the protocol says so. Default: the scenario's `frame`. */
    readonly frameMs?: number;
    /**
     * The message that carries a frame: a string is sent as text, bytes as a binary message. The audio stands in it as it is given
     * (base64 in text, bytes in bytes), and what stands around it is always the same: it is asked once, before any call. What is
     * another in each frame is the session's to add: `around`.
     */
    frame(audio: CallerAudio): string | Uint8Array;
  };
  /** The agent's audio. */
  readonly agent: {
    readonly format?: AudioFormat;
    readonly sampleRate: number;
    /**
     * Which messages are audio, so that they are read without being parsed. `binary`: every binary message, as it is. `{ when:
     * { type: 'audio' }, at: 'data' }`: messages of JSON that have these names at their top have its base64 there (`at` may lead
     * into objects: `audio_event.audio`). Default: `receive` is asked, and gives `audio` events.
     */
    readonly audio?: 'binary' | AudioInText;
  };
  /** `at_once`: as soon as `start` is sent. `told`: when `receive` says `ready`. Default: told. */
  readonly ready?: 'told' | 'at_once';
  /** `told`: `receive` gives `answer_started` and `answer_done`, and says whose audio is. Default: found by ear. */
  readonly answers?: 'by_ear' | 'told';
  /** Where and how to connect, where that is not the target's URL with `Authorization: Bearer` and the target's own headers. */
  connect?(target: ConnectTarget): ConnectAnswer;
  /** For each connection: what one session keeps in mind is in what this gives. */
  open(): OwnSession;
}

export interface CallerAudio {
  readonly base64: string;
  readonly bytes: Uint8Array;
}

export interface AudioInText {
  readonly when: Readonly<Record<string, string>>;
  readonly at: string;
}

export interface ConnectTarget {
  /** As the scenario has it, with its `query`. */
  readonly url: string;
  readonly model: string;
  /** Undefined: the target has none. */
  readonly key: string | undefined;
}

export interface ConnectAnswer {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the WebSocket handshake. */
  readonly protocols?: readonly string[];
}

export interface OwnSession {
  /**
   * What stands around the message of each frame as it leaves, where that changes: numbers that count up, the stream's name. Text
   * around text, bytes around bytes. It is called fifty times a second in each call: keep it short.
   */
  around?(frame: OwnFrame): OwnAround;
  /** The messages that say it, in order, as text or as bytes; nothing where the protocol cannot, or need not. */
  send(command: OwnCommand): OwnMessage | readonly OwnMessage[] | undefined | void;
  /** What a message tells, in order; nothing where that is of no consequence. Audio that is declared does not come here. */
  receive(message: OwnMessage): OwnEvent | readonly OwnEvent[] | null | undefined | void;
}

/** Text is sent as text, bytes as a binary message. */
export type OwnMessage = string | Uint8Array;

/** Both from 0, of the connection: how many frames it has sent, and how many were captured, sent or not (a loss is a gap in time). */
export interface OwnFrame {
  readonly sent: number;
  readonly captured: number;
}

export interface OwnAround {
  readonly before?: OwnMessage;
  readonly after?: OwnMessage;
}

/** What the caller's client wants said. More may be added: what is not known is best answered with nothing. */
export type OwnCommand =
  /** The connection is open. */
  | {
      readonly type: 'start';
      readonly model: string;
      readonly settings: SessionSettings;
      readonly tools: readonly ToolDefinition[];
    }
  /** Speak: a greeting, to the caller's words (where the agent does not by itself), or of what the tools gave. */
  | { readonly type: 'respond'; readonly to: 'nothing' | 'words' | 'tools' }
  | { readonly type: 'tool_result'; readonly id: string; readonly output: string }
  /** Stop the answer that is being made. */
  | { readonly type: 'cancel' }
  /** So much of an answer was heard; only where answers are told. */
  | { readonly type: 'heard'; readonly answer: string; readonly ms: number }
  /** The caller begins to speak, or has finished; only where the scenario turns turn detection off. */
  | { readonly type: 'speech_starts' }
  | { readonly type: 'speech_ends' }
  /** What was said on a connection that broke. */
  | { readonly type: 'history'; readonly items: readonly HistoryItem[] }
  /** What had come before this mark has been played, or thrown away. */
  | { readonly type: 'played'; readonly mark: string }
  /** The connection is about to be closed. */
  | { readonly type: 'hang_up' };

export type OwnEvent =
  /** The caller may speak. */
  | { readonly type: 'ready'; readonly sessionId?: string }
  /** A piece of the agent's voice: base64, or bytes. `answer`: whose; only where answers are told. */
  | { readonly type: 'audio'; readonly audio: string | Uint8Array; readonly answer?: string }
  /** The next piece of the agent's words. */
  | { readonly type: 'text'; readonly text: string; readonly answer?: string }
  /** The words of the caller, as the agent understood them. Null: it could not. */
  | { readonly type: 'caller_text'; readonly text: string | null }
  | { readonly type: 'speech_started' }
  | { readonly type: 'speech_stopped' }
  /** The agent has heard the caller and breaks off: what is not played yet is thrown away. */
  | { readonly type: 'interrupted' }
  | {
      readonly type: 'tool_call';
      readonly id: string;
      readonly name: string;
      /** JSON, or what becomes it. */
      readonly arguments: string | Readonly<Record<string, unknown>>;
    }
  /** The agent wants to know when what came so far has been played: `played` answers it. */
  | { readonly type: 'mark'; readonly name: string }
  /** What came wants an answer at once: `pong` to a `ping`. */
  | { readonly type: 'reply'; readonly message: OwnMessage }
  | { readonly type: 'answer_started'; readonly answer: string }
  | {
      readonly type: 'answer_done';
      readonly answer: string;
      /** Default: completed. */
      readonly status?: 'completed' | 'cancelled' | 'incomplete' | 'failed';
      readonly reason?: string;
      /** In tokens. Default: nothing is known of it. */
      readonly usage?: OwnUsage;
    }
  /** `fatal`: the agent is about to close, and why. Default: the session goes on. */
  | {
      readonly type: 'error';
      readonly message: string;
      readonly code?: string;
      readonly fatal?: 'auth_failed' | 'session_expired' | 'rate_limited' | 'agent_error';
    }
  /** It can be read, and is not what the protocol says all the same. */
  | { readonly type: 'violation'; readonly reason: string };

export interface OwnUsage {
  readonly textIn?: number;
  readonly audioIn?: number;
  readonly textCached?: number;
  readonly audioCached?: number;
  readonly textOut?: number;
  readonly audioOut?: number;
}

/**
 * Returns what it is given.
 *
 *     import { defineDialect } from 'callstorm';
 *     export default defineDialect({ name: 'acme', caller: { … }, agent: { … }, open: () => ({ … }) });
 */
export function defineDialect(dialect: OwnDialect): OwnDialect {
  return dialect;
}

/**
 * A message as JSON, of text or of bytes; null where it is no object of JSON. Never throws: what a server sends may be anything.
 *
 *     const said = readJson(message);
 *     if (said?.type === 'interruption') return { type: 'interrupted' };
 */
export function readJson(message: string | Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    let text = '';
    if (typeof message === 'string') text = message;
    else {
      for (const byte of message) text += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`;
      text = decodeURIComponent(text);
    }
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
