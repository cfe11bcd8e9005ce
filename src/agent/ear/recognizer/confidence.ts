/**
 * How sure to be of a path: evidence for each of its words, added up, and a logistic curve of the sum. Pure.
 *
 * A word has to make up for what anything else of such sounds would be taken for too: WORD, which a short one hardly can, as it
 * has little to say for itself. What it says counts by its length, but by the cube root only, for frames next to one another
 * say much the same; and it is
 *
 * - how far the word is from the cheapest of all the vocabulary's sounds in any order. What was really said comes within a few
 *   units of that even from an unknown voice, or under it, as its states are finer than the sounds; speech that merely
 *   resembles it has its sounds in another order;
 * - how far the next best word is behind: what is none of them is like several;
 * - whether it took as long as it usually does: what is none is stretched or skipped through;
 * - how far it is off altogether, from STRANGE on: a whistle or music is far from all sounds in any order.
 *
 * The weights are those of a logistic regression: recordings of the vocabulary, of enrolled voices and others, against
 * foreign words and syllables, parts of utterances, and speech played backwards.
 */

import type { Stretch } from './search.ts';
import { SILENCE } from './search.ts';

const TURN = 0.65;
const WORD = -5.8;
const LENGTH = 1.46;
const OVER_CHEAPEST = -0.08;
const LEAD = 0.127;
/** Further behind, it does not matter how far. */
const WIDEST_LEAD = 12;
const OUT_OF_PACE = -0.92;
const STRANGE = 35;
const BEYOND_STRANGE = -0.054;

export interface Evidence {
  /** Logarithm of the odds that all of its words were said. */
  readonly odds: number;
  readonly words: number;
}

export const noEvidence: Evidence = { odds: 0, words: 0 };

export function evidence(stretches: readonly Stretch[]): Evidence {
  let odds = 0;
  let words = 0;
  for (const { entry, from, to, cost, leastCost, lead, usualFrames } of stretches) {
    if (entry === SILENCE) continue;
    const frames = to - from;
    const perLength =
      LENGTH +
      OVER_CHEAPEST * (cost - leastCost) +
      LEAD * Math.min(WIDEST_LEAD, lead) +
      OUT_OF_PACE * Math.abs(Math.log(frames / usualFrames)) +
      BEYOND_STRANGE * Math.max(0, cost - STRANGE);
    odds += WORD + Math.cbrt(frames) * perLength;
    words++;
  }
  return { odds, words };
}

export function added(a: Evidence, b: Evidence): Evidence {
  return { odds: a.odds + b.odds, words: a.words + b.words };
}

export function confidence({ odds, words }: Evidence): number {
  return words === 0 ? 0 : 1 / (1 + Math.exp(-TURN - odds));
}
