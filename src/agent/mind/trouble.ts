/**
 * What can be wrong with a caller's turn, and what a good agent does about it. Pure. Six kinds of trouble, each with words
 * of its own (the profile's) and something to ask for; and the reasons for which an agent that has understood still has no
 * answer.
 */

import type { Heard } from './heard.ts';

/** What each asks for. */
export const troubleActions = {
  /** The audio is too quiet, clipped, noisy or broken to understand. */
  audio_quality: 'request_repeat',
  /** A turn without words in it. */
  speech_not_detected: 'request_repeat',
  /** Good audio that is nothing it knows. */
  transcription_failed: 'request_rephrase',
  /** Known words that make no sense here, or are not all there. */
  understanding_failed: 'request_clarification',
  /** The session goes on where another broke off. */
  connection_lost: 'reconnect',
  /** A tool of the agent's did not answer in time. */
  timeout: 'retry_request',
} as const;

export type TroubleType = keyof typeof troubleActions;
export type TroubleAction = (typeof troubleActions)[TroubleType];

export const troubleTypes = Object.keys(troubleActions) as TroubleType[];

export const fallbackReasons = ['default', 'out_of_scope', 'complex_query', 'sensitive_topic'] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

/** Surer than this, it acts on what it has heard. */
const SURE_FROM = 0.5;

/** What is wrong with a turn before its sense is looked at. Null: nothing. */
export function troubleIn({ confidence, poorAudio, wordless, typed }: Heard): TroubleType | null {
  if (typed) return null;
  if (wordless) return poorAudio ? 'audio_quality' : 'speech_not_detected';
  if (confidence >= SURE_FROM) return null;
  return poorAudio ? 'audio_quality' : 'transcription_failed';
}

/** Counts troubles in a row and fallbacks in all, and says when it is time for a person. */
export class Patience {
  private readonly afterTroubles: number;
  private readonly afterFallbacks: number;
  private inARow = 0;
  private fallbacks = 0;
  private before = { inARow: 0, fallbacks: 0 };

  constructor(limits: { readonly afterTroubles: number; readonly afterFallbacks: number }) {
    this.afterTroubles = limits.afterTroubles;
    this.afterFallbacks = limits.afterFallbacks;
  }

  /** True: that was one too many. */
  trouble(): boolean {
    this.keep();
    this.inARow++;
    return this.inARow >= this.afterTroubles;
  }

  /** True: that was one too many. A turn that ends in a fallback was understood: it ends a row of troubles. */
  fallback(): boolean {
    this.keep();
    this.inARow = 0;
    this.fallbacks++;
    return this.fallbacks >= this.afterFallbacks;
  }

  success(): void {
    this.inARow = 0;
  }

  /** Nobody has heard of what was counted last: it is as if it had not been. */
  takeBack(): void {
    this.inARow = this.before.inARow;
    this.fallbacks = this.before.fallbacks;
  }

  private keep(): void {
    this.before = { inARow: this.inARow, fallbacks: this.fallbacks };
  }
}
