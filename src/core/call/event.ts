/**
 * The core's words for what passes between a call and an agent, whatever the wire protocol: events come in, commands
 * go out. A dialect translates both.
 */

import type { HistoryItem } from './history_item.ts';
import type { Usage } from '../log/record.ts';
import type { SessionSettings } from '../plan/plan.ts';
import type { ToolDefinition } from '../plan/tool.ts';

export type AgentEvent =
  /** The server has made a session; it may not have its settings yet. */
  | { readonly type: 'session'; readonly sessionId: string | null }
  /** The caller may speak. `continues`: the session knows what was said in the one before. */
  | { readonly type: 'ready'; readonly continues?: true }
  | { readonly type: 'speech_started'; readonly itemId: string | null }
  | { readonly type: 'speech_stopped'; readonly itemId: string | null }
  /** The agent heard the caller, and breaks off its answer. Where a protocol says so by `speech_started`, that is enough. */
  | { readonly type: 'interrupted' }
  | { readonly type: 'committed'; readonly itemId: string | null }
  | {
      readonly type: 'transcribed';
      /** Empty: the protocol names nothing that it has heard; it is what was said last. */
      readonly itemId: string | null;
      /** Null: transcription failed. */
      readonly text: string | null;
      readonly seconds: number;
      readonly tokens: number;
      /** Of what it used nothing was told, or what cannot be: then the figures above are 0. */
      readonly usageTrouble?: 'unreported' | 'impossible';
    }
  | {
      readonly type: 'answer_created';
      readonly responseId: string;
      /** Nobody said so: the first of it has come. When it was begun to be made is not known. */
      readonly inferred?: true;
    }
  /** The first sign of content, before or with its audio. */
  | {
      readonly type: 'answer_content';
      readonly responseId: string;
      readonly itemId: string;
      /** The next piece of its words, where that is what has come. */
      readonly text?: string;
      /** How much of the agent's audio of this connection comes before them, where that is told. */
      readonly fromMs?: number;
    }
  | AudioEvent
  /** Of an answer all of which has come, so much at the end is inaudible. Told where somebody has looked. */
  | { readonly type: 'audio_tail'; readonly responseId: string; readonly inaudibleMs: number }
  | { readonly type: 'answer_text'; readonly responseId: string; readonly text: string }
  /** The agent calls a tool. May be told more than once. */
  | {
      readonly type: 'tool_call';
      /** Null: the protocol does not say here; it is the response that is being made. */
      readonly responseId: string | null;
      readonly callId: string;
      readonly name: string;
      /** JSON, or what the agent takes for it. */
      readonly arguments: string;
    }
  | {
      readonly type: 'answer_done';
      readonly responseId: string;
      readonly status: AnswerStatus;
      /** `turn_detected`, `client_cancelled`, `max_output_tokens`, …, or the error's code and message. */
      readonly reason: string | null;
      readonly rateLimited: boolean;
      /** Null: nothing was told of it. */
      readonly usage: Usage | null;
      /** There are words in it. */
      readonly worded?: boolean;
      /** Nobody told its end: it was found by ear, in that nothing was heard for a while. */
      readonly byEar?: true;
      /** What it has used is told later, by `used`. */
      readonly usageFollows?: true;
    }
  /** What an answer has used, told apart from its end: each time it is something more. */
  | { readonly type: 'used'; readonly responseId: string; readonly usage: Usage }
  /** The agent takes calls of tools back: their results are not wanted. */
  | { readonly type: 'tools_cancelled'; readonly callIds: readonly string[] }
  /**
   * The server will close the connection in so long, whatever goes on then. `keeps`: it goes on with the conversation on another one
   * by itself.
   */
  | { readonly type: 'leaving'; readonly inMs: number; readonly keeps: boolean }
  /** An error the session survives, unless `fatal` says that the server is about to close. */
  | {
      readonly type: 'error';
      readonly code: string;
      readonly message: string;
      readonly fatal:
        | 'auth_failed'
        | 'session_expired'
        | 'rate_limited'
        | 'agent_error'
        | 'connection_lost'
        | null;
      /** An answer was asked for while another was being made: none will come of the asking. */
      readonly busy?: true;
      /** The client's message that it answers called itself so. */
      readonly answers?: string;
    }
  /** Known or unknown, of no consequence here; `ofAnswer`: but that an answer is still being made. */
  | { readonly type: 'other'; readonly name: string; readonly ofAnswer?: true }
  /** Not what the protocol says: not JSON, no type, a field of the wrong kind. */
  | { readonly type: 'malformed'; readonly reason: string }
  /** It can be read, and is not what the protocol says all the same. Counted, however many there are. */
  | { readonly type: 'violation'; readonly reason: string };

/** What is told of the agent's answers: as long as any of it comes, more may. */
export type AnswerEvent = Extract<
  AgentEvent,
  {
    type:
      | 'answer_created'
      | 'answer_content'
      | 'audio'
      | 'audio_tail'
      | 'answer_text'
      | 'tool_call'
      | 'answer_done';
  }
>;

export type AnswerStatus = 'completed' | 'cancelled' | 'incomplete' | 'failed';

/** A piece of the agent's voice. */
export interface AudioEvent {
  readonly type: 'audio';
  /** Empty: the protocol does not say; it is the answer that is being made. */
  readonly responseId: string;
  readonly itemId: string;
  /** Its length when played. */
  readonly ms: number;
  /** Its samples, where the call has asked for them (`seeksOnset`); else null. */
  readonly pcm: PcmReader | null;
  /**
   * Where somebody has listened already: how far into it the voice begins, in ms (negative: at the end of what came before, which was
   * of no answer). Null: in this piece nothing is audible.
   */
  readonly onsetMs?: number | null;
}

/** Decodes as much of a piece as is asked for, from its start on. Good while the event is dealt with, and no longer. */
export interface PcmReader {
  readonly samplesPerMs: number;
  /** The next few samples; null: there are no more. */
  next(): Int16Array | null;
}

export type Command =
  | {
      readonly type: 'configure';
      readonly session: SessionSettings;
      readonly model: string;
      readonly tools?: readonly ToolDefinition[];
    }
  /** Ask the agent to speak: without having been spoken to, to the caller's words, or of what its tools gave. */
  | { readonly type: 'respond'; readonly to: 'nothing' | 'words' | 'tools' }
  /** Tell a new session what was said in another, in order. */
  | { readonly type: 'replay'; readonly items: readonly HistoryItem[] }
  /** What a tool call came to. */
  | { readonly type: 'tool_result'; readonly callId: string; readonly output: string }
  /** Stop the answer that is being made. */
  | { readonly type: 'cancel' }
  /** Tell the agent how much of its item was heard. */
  | { readonly type: 'truncate'; readonly itemId: string; readonly heardMs: number }
  /** The caller begins to speak, or has finished: told where the server does not detect it. */
  | { readonly type: 'push' }
  | { readonly type: 'commit' };
