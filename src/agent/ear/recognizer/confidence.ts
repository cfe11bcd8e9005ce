/**
 * How sure to be of a path. Pure.
 *
 * Each utterance on it is compared with the cheapest there could have been: every frame taken for whatever sound of the
 * vocabulary it is nearest to, in any order. What was really said comes within a few units of that even from an unknown
 * voice, or under it, as its states are finer than the sounds; speech that merely resembles an utterance is further off,
 * for it has its sounds in another order. A logistic curve makes a number between 0 and 1 of the difference, with a half
 * at DOUBTFUL. What resembles no sound of the vocabulary, a whistle or music, is far from all in any order: a second curve
 * takes off for the cost itself, with a half at STRANGE. The turn's is the mean over its speech, by length.
 */

import type { Stretch } from './search.ts';
import { SILENCE } from './search.ts';

/** Cost per frame over the cheapest at which it is as likely something else. */
const DOUBTFUL = 4.8;
const SLOPE = 1.5;
/** Cost per frame at which it is as likely no speech; an unknown voice's words are seldom this far off. */
const STRANGE = 50;
const STRANGE_SLOPE = 3;

export interface Evidence {
  /** Sum of each frame's confidence. */
  readonly agreed: number;
  /** Frames of speech. */
  readonly frames: number;
}

export const noEvidence: Evidence = { agreed: 0, frames: 0 };

export function evidence(stretches: readonly Stretch[]): Evidence {
  let agreed = 0;
  let frames = 0;
  for (const { entry, from, to, cost, leastCost } of stretches) {
    if (entry === SILENCE) continue;
    const asSaid = falling((cost - leastCost - DOUBTFUL) / SLOPE);
    agreed += (to - from) * asSaid * falling((cost - STRANGE) / STRANGE_SLOPE);
    frames += to - from;
  }
  return { agreed, frames };
}

export function added(a: Evidence, b: Evidence): Evidence {
  return { agreed: a.agreed + b.agreed, frames: a.frames + b.frames };
}

export function confidence({ agreed, frames }: Evidence): number {
  return frames === 0 ? 0 : agreed / frames;
}

/** The logistic curve from 1 down to 0. */
function falling(x: number): number {
  return 1 / (1 + Math.exp(x));
}
