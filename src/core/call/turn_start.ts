/** How a turn begins: what the caller says, when, and the instants of it that are known by then. Pure; instants in ms. */

import type { TurnKind, TurnMarks } from '../log/record.ts';
import type { Utterance } from './utterance.ts';

export interface TurnStart {
  readonly turn: number;
  readonly step: number;
  readonly kind: TurnKind;
  readonly expectsAnswer: boolean;
  readonly utterance: Utterance | null;
  /** Due instant of the utterance's first frame; for a silence, when it began. */
  readonly atMs: number;
  /** Index of the utterance's first frame among all that were sent. */
  readonly firstFrame: number;
  readonly frameMs: number;
}

export type OpenMarks = { -readonly [K in keyof TurnMarks]: TurnMarks[K] };

export function firstMarks({ utterance, atMs, kind }: TurnStart): OpenMarks {
  const at = (ms: number | undefined): number | null => (ms === undefined ? null : atMs + ms);
  return {
    speechStart: at(utterance?.speechStartMs),
    speechEnd: kind === 'silence' ? atMs : at(utterance?.speechEndMs),
    speechEndDue: at(utterance?.speechEndDueMs),
    speechStartedEvent: null,
    speechStoppedEvent: null,
    committed: null,
    transcribed: null,
    answerCreated: null,
    firstContent: null,
    firstAudio: null,
    firstPlayed: null,
    firstHeard: null,
    answerDone: null,
    lastHeard: null,
  };
}
