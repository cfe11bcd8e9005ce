/**
 * A voice over the agent: does it want the floor, or is it a murmur, a cough, a word of assent? Pure. Told apart by what was
 * said and for how long; until that is known, the agent talks on.
 */

import type { Recognition } from '../recognizer/recognition.ts';

export type MurmurVerdict = 'undecided' | 'interruption' | 'murmur';

/** A pause this long ends a short word, though not yet a turn. */
const WORD_ENDED_MS = 200;
const SURE_FROM = 0.5;

export interface MurmurRules {
  /** Utterances that ask for nothing. */
  readonly murmurs: readonly string[];
  /** A voice that goes on for longer wants the floor, unless it seems to murmur; for twice as long, in any case. */
  readonly interruptionMs: number;
}

export function weighMurmur(
  { murmurs, interruptionMs }: MurmurRules,
  { utterances, confidence, unfinished }: Recognition,
  voice: { readonly spokenMs: number; readonly pausedMs: number; readonly over: boolean },
): MurmurVerdict {
  const sure = confidence >= SURE_FROM && utterances.length > 0;
  const murmured = utterances.every((utterance) => murmurs.includes(utterance));
  const murmuring = murmured && (unfinished === null ? sure : murmurs.includes(unfinished));
  if (voice.spokenMs >= 2 * interruptionMs) return 'interruption';
  if (voice.spokenMs >= interruptionMs && !murmuring) return 'interruption';
  if (sure && !murmuring && voice.pausedMs >= WORD_ENDED_MS) return 'interruption';
  return voice.over ? 'murmur' : 'undecided';
}
