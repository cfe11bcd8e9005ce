/**
 * The moments in which things can go wrong on the agent's side, and what a fault makes of each. Pure. A fault is a few lines
 * in a file of its own, written with `agentFault`; how often it strikes and whom is the session's business.
 */

import type { Random } from '../../core/word/random.ts';
import type { Ending } from '../../fault/endings.ts';
import { faultsOf } from '../../fault/fault.ts';
import type { StreamManners } from './stream_manners.ts';
import type { ServerEvent } from '../protocol/server_event.ts';

export interface AgentMoments {
  /** HTTP status with which the handshake is refused. */
  readonly handshake: number;
  readonly ending: EndingPlan;
  /** `nth` answer of the session, from 0. */
  readonly answer: (plan: AnswerPlan, nth: number, random: Random) => AnswerPlan;
  readonly transcription: (plan: TranscriptionPlan) => TranscriptionPlan;
  /** The caller's turn never ends: the detector misses it. */
  readonly turn: 'missed';
  /** How a server keeps to the protocol of a media stream. */
  readonly stream: (manners: StreamManners) => StreamManners;
  /** What is sent in place of an event. */
  readonly event: (event: ServerEvent, random: Random) => readonly ServerEvent[];
}

export const agentFault = faultsOf<AgentMoments>();

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
  /** Whether there is anything in its audio. */
  readonly audible: boolean;
}

export const usualAnswer: Omit<AnswerPlan, 'llmMs' | 'ttsMs'> = {
  burstMs: 0,
  outcome: { type: 'said' },
  done: true,
  audible: true,
};

export interface TranscriptionPlan {
  readonly delayMs: number;
  readonly outcome: 'completed' | 'failed' | 'never';
}

export const happenings = ['opened', 'speech_started', 'first_audio', 'answer_done'] as const;

/** What has happened in a session, where an ending may hang on it. */
export type Happening = (typeof happenings)[number];

/** How and when a session is ended. */
export interface EndingPlan extends Ending<Happening> {
  /** An `error` event first. */
  readonly error: { readonly type: string; readonly code: string; readonly message: string } | null;
  /** Null: the connection is cut without a word (a client sees 1006). */
  readonly close: { readonly code: number; readonly reason: string } | null;
}
