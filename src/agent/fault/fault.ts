/**
 * What a fault is: something that goes wrong on the agent's side on purpose, a share of the times it could. Pure. A fault takes
 * part in the moments it has a hook for, and in no other; how often and for whom is the session's business (session_faults.ts),
 * so a fault is a few lines that say what goes wrong.
 */

import type { Random } from '../../core/word/random.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import type { Defaulted } from './argument.ts';

/** An answer before it is given: the delays that were drawn for it, and how it shall end. */
export interface AnswerPlan {
  /** `response.created` → first content, and from there → first audio. */
  readonly llmMs: number;
  readonly ttsMs: number;
  /** Deltas are kept back and sent together, one burst each so many ms. 0: each at its own time. */
  readonly burstMs: number;
  readonly outcome:
    | { readonly type: 'said' }
    /** Not even begun. */
    | { readonly type: 'silent' }
    /** As if the allowance of tokens were used up. */
    | { readonly type: 'refused' }
    /** Ends `failed`, once so much of it has been said. */
    | { readonly type: 'failed'; readonly code: 'server_error'; readonly afterMs: number };
  /** Whether its end is announced. */
  readonly done: boolean;
}

export interface TranscriptionPlan {
  readonly delayMs: number;
  readonly outcome: 'completed' | 'failed' | 'never';
}

/** What has happened in a session, where an ending may hang on it. */
export type Happening = 'opened' | 'speech_started' | 'first_audio' | 'answer_done';

/** How and when a session is ended, counted from a happening's n-th time. */
export interface EndingPlan {
  readonly on: Happening;
  readonly nth: number;
  readonly afterMs: number;
  /** An `error` event first. */
  readonly error: { readonly type: string; readonly code: string; readonly message: string } | null;
  /** Null: the connection is cut without a word (a client sees 1006). */
  readonly close: { readonly code: number; readonly reason: string } | null;
}

/** A fault at work in one session. `random` is its own stream there. */
export interface FaultHooks {
  /** HTTP status with which the handshake is refused. */
  readonly handshake?: () => number;
  readonly ending?: () => EndingPlan;
  /** `nth` answer of the session, from 0. */
  readonly answer?: (plan: AnswerPlan, nth: number, random: Random) => AnswerPlan;
  readonly transcription?: (plan: TranscriptionPlan) => TranscriptionPlan;
  /** The caller's turn never ends: the detector misses it. */
  readonly turn?: () => 'missed';
  /** What is sent in place of an event. */
  readonly event?: (event: ServerEvent, random: Random) => readonly ServerEvent[];
}

export type FaultMoment = keyof FaultHooks;

export type FaultArgs = Readonly<Record<string, number | string>>;

export interface Fault {
  readonly name: string;
  readonly means: string;
  /** What its share is a share of. */
  readonly of: FaultMoment;
  readonly args: Readonly<Record<string, Defaulted>>;
  readonly hooks: (args: FaultArgs) => FaultHooks;
}

export const usualAnswer: Omit<AnswerPlan, 'llmMs' | 'ttsMs'> = {
  burstMs: 0,
  outcome: { type: 'said' },
  done: true,
};
