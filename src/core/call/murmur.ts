/**
 * Sounds of a caller that ask for nothing, and of which kind each is: an agent that goes by voices only cannot tell them apart, and
 * a benchmark counts them apart. By what is said, where nobody says of which kind it is. Pure.
 */

import type { MurmurKind, MurmurRecord } from '../log/record.ts';

/** Utterances that are no words: a throat, a nose. */
const tic = /^(cough|sneeze|sniff|sniffle|hiccup|sigh|yawn|(clear-)?throat)(-|$)/;
/** Words to somebody else in the room. */
const nonDirected = /^(not-now|not-you|on-the-phone|hold-on|one-second|just-a-minute)(-|$)/;

/** Of all that is said the first kind in this order counts: a tic, words to somebody else, a murmur of assent. */
export function murmurKindOf(said: readonly string[]): MurmurKind {
  if (said.some((utterance) => tic.test(utterance))) return 'tic';
  return said.some((utterance) => nonDirected.test(utterance)) ? 'non_directed' : 'backchannel';
}

/** Whether a sound with no word in it is part of what is said. */
export function holdsTic(said: string): boolean {
  return said.split(' ').some((utterance) => tic.test(utterance));
}

export type OpenMurmur = { -readonly [K in keyof MurmurRecord]: MurmurRecord[K] };

/** The agent begins to be heard: what it says may be its answer to a sound made into the silence before. */
export function answerMurmur(murmur: OpenMurmur | undefined, audibleMs: number): void {
  if (murmur?.inSilence === true && audibleMs >= murmur.atMs) murmur.answeredMs ??= audibleMs;
}
