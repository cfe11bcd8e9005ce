/**
 * What the agent makes of the caller's audio: which utterances of its vocabulary were said, and how sure it is. The types
 * between whoever recognises and whoever listens; nothing here says how it is done.
 */

export interface Recognition {
  /** Ids of the utterances heard, in their order, digits among them (`digit-4`). Empty: nothing of the vocabulary. */
  readonly utterances: readonly string[];
  /** The same as text: transcripts one after another, digits as digits ("My order number is 4 0 7"). */
  readonly transcript: string;
  /** 0 to 1: how far the audio agrees with that, against anything else it might be. Under 0.5 it had better be asked again. */
  readonly confidence: number;
  /** Nothing seems to be missing: the last utterance is at its end, and is one that sentences end with. */
  readonly complete: boolean;
  /** The utterance that the caller seems to be in the middle of: a guess, which the next word may overturn. */
  readonly unfinished: string | null;
}

export const nothingHeard: Recognition = {
  utterances: [],
  transcript: '',
  confidence: 0,
  complete: false,
  unfinished: null,
};

/** Recognises one stretch of speech after another. */
export interface Recognizer {
  /** What comes next is a new turn. */
  begin(): void;
  /** Audio at 8 kHz, in pieces of any length. */
  push(pcm8k: Int16Array): void;
  /** The best guess so far; cheap enough to be asked at any time. */
  read(): Recognition;
}

export type RecognizerFactory = () => Recognizer;
