/**
 * What the agent can understand: the utterances, and everything that was learned about how they sound. Made once by
 * `enrol.ts`, shared by all who listen, and never changed.
 */

import type { Projection } from '../features/projection.ts';
import type { States } from './states.ts';
import type { UtteranceKind } from './utterance_kind.ts';

/** A caller's recording, as the fixtures hold it. */
export interface CallerRecording {
  readonly utterance: string;
  readonly voice: string;
  readonly transcript: string;
  /** 24 kHz mono. */
  readonly pcm: Int16Array;
}

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

export function vocabularyEntry(id: string, transcript: string): VocabularyEntry {
  const digit = /^digit-(\d)$/.exec(id)?.[1];
  if (digit !== undefined) return { id, kind: 'digit', text: digit };
  const text = transcript.trim();
  if (/^\[.*\]$/.test(text)) return { id, kind: 'sentence', text: '' };
  return { id, kind: /[.?!…]["'”’)]*$/.test(text) ? 'sentence' : 'opener', text };
}
