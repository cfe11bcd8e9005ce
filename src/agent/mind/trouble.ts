/**
 * What can be wrong with a caller's turn, and what a good agent does about it. Pure. Six kinds of trouble, each with words
 * of its own (the profile's) and something to ask for; and the reasons for which an agent that has understood still has no
 * answer.
 */

export const troubles = {
  /** The audio is too poor to understand. */
  audio_quality: { action: 'request_repeat', means: 'the audio is too quiet, clipped, noisy or broken' },
  /** A turn without words in it. */
  speech_not_detected: { action: 'request_repeat', means: 'no speech in the turn' },
  /** Good audio that is nothing it knows. */
  transcription_failed: { action: 'request_rephrase', means: 'the words were not recognised' },
  /** Known words that make no sense here, or are not all there. */
  understanding_failed: {
    action: 'request_clarification',
    means: 'the words were recognised, their sense was not',
  },
  /** The session goes on where another broke off. */
  connection_lost: { action: 'reconnect', means: 'the session takes up an earlier conversation' },
  /** A tool of the agent's did not answer in time. */
  timeout: { action: 'retry_request', means: 'a tool did not answer in time' },
} as const;

export type TroubleType = keyof typeof troubles;
export type TroubleAction = (typeof troubles)[TroubleType]['action'];

export const troubleTypes = Object.keys(troubles) as TroubleType[];

export const fallbackReasons = ['default', 'out_of_scope', 'complex_query', 'sensitive_topic'] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

/** Counts troubles in a row and fallbacks in all, and says when it is time for a person. */
export class Patience {
  private readonly afterTroubles: number;
  private readonly afterFallbacks: number;
  private inARow = 0;
  private fallbacks = 0;

  constructor(limits: { readonly afterTroubles: number; readonly afterFallbacks: number }) {
    this.afterTroubles = limits.afterTroubles;
    this.afterFallbacks = limits.afterFallbacks;
  }

  /** True: that was one too many. */
  trouble(): boolean {
    this.inARow++;
    return this.inARow >= this.afterTroubles;
  }

  /** True: that was one too many. A turn that ends in a fallback was understood: it ends a row of troubles. */
  fallback(): boolean {
    this.inARow = 0;
    this.fallbacks++;
    return this.fallbacks >= this.afterFallbacks;
  }

  success(): void {
    this.inARow = 0;
  }
}
