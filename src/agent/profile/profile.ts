/**
 * A profile: who the simulated agent is, what it can say and how fast. This is the checked, complete form that a session
 * works with; reading it from a file is `load_profile.ts`. Plain data, no behaviour.
 */

import type { LatencyModel } from '../latency.ts';

export interface Profile {
  readonly name: string;
  readonly description: string;
  /** Name of the recorded voice: a folder of the fixtures. */
  readonly voice: string;
  /** Utterance id. */
  readonly greeting: string;
  /** Utterance ids to draw answers from; at least one. */
  readonly answers: readonly string[];
  /** Utterance ids for a caller who says nothing, in their order; may be empty. */
  readonly prompts: readonly string[];
  /** The system prompt until the client sends its own. It is metered, and nothing else. */
  readonly instructions: string;
  readonly latency: LatencyModel;
  readonly pace: {
    /** Length of audio in one delta. */
    readonly chunkMs: number;
    /** From one delta to the next. Shorter than `chunkMs`: faster than real time. */
    readonly everyMs: number;
  };
  readonly tokensPerMinute: number;
}
