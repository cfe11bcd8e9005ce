/**
 * What the agent can understand: the utterances, and everything that was learned about how they sound. Made once by
 * `enrol.ts`, shared by all who listen, and never changed.
 */

import type { States } from './states.ts';

/** A caller's recording, as the fixtures hold it. */
export interface CallerRecording {
  readonly utterance: string;
  readonly voice: string;
  readonly transcript: string;
  /** 24 kHz mono. */
  readonly pcm: Int16Array;
}

/**
 * What may come after an utterance goes by its kind: `digit` (an id such as `digit-4`), `opener` (a transcript that stops
 * without a full stop: "My order number is") or `sentence` (everything else, sounds like `[cough]` among it).
 */
export type UtteranceKind = 'sentence' | 'opener' | 'digit';

export interface VocabularyEntry {
  readonly id: string;
  readonly kind: UtteranceKind;
  /** What it adds to a transcript: a digit as a figure, a sound nothing. */
  readonly text: string;
}

export interface Vocabulary {
  readonly entries: readonly VocabularyEntry[];
  /** Mean cepstrum of the enrolled voices: where following a line's colour begins. */
  readonly colour: Float64Array;
  readonly projection: Projection;
  readonly states: States;
}

/** From a frame and its neighbours to features: `dims` rows of `width` weights, and what is added. */
export interface Projection {
  readonly rows: Float64Array;
  readonly shift: Float64Array;
  readonly width: number;
  readonly dims: number;
}

export function project(projection: Projection, context: Float64Array, features: Float64Array): void {
  const { rows, shift, width, dims } = projection;
  for (let dim = 0, at = 0; dim < dims; dim++) {
    let sum = shift[dim] as number;
    for (let i = 0; i < width; i++) sum += (rows[at++] as number) * (context[i] as number);
    features[dim] = sum;
  }
}

export function vocabularyEntry(id: string, transcript: string): VocabularyEntry {
  const digit = /^digit-(\d)$/.exec(id)?.[1];
  if (digit !== undefined) return { id, kind: 'digit', text: digit };
  const text = transcript.trim();
  if (/^\[.*\]$/.test(text)) return { id, kind: 'sentence', text: '' };
  return { id, kind: /[.?!…]["'”’)]*$/.test(text) ? 'sentence' : 'opener', text };
}
