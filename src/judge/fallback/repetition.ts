/**
 * An agent that says what it has just said, or asks the same question again, has not understood: in any language. Pure. Not where the
 * caller wanted to hear it again or has said the same again, nor of the question whether there is anything else.
 */

import { plainWords } from './sentence.ts';

/** Of all words of either, so many are in both. */
const ALIKE_FROM = 0.8;
/** Shorter is a courtesy, which is said over and over. */
const LEAST_WORDS = 4;
/** Without a question in it: this many, or it is an acknowledgement. */
const LEAST_STATEMENT = 9;

export interface Spoken {
  readonly text: string;
  readonly question: boolean;
  readonly words: ReadonlySet<string>;
}

/** `joined`: letters in place of words, two by two. */
export function spoken(text: string, question: boolean, joined: boolean): Spoken {
  return { text, question, words: joined ? pairsOf(text) : new Set(plainWords(text)) };
}

/** What of `before` is said again. Null: nothing of it. */
export function saidAgain(now: readonly Spoken[], before: readonly Spoken[]): string | null {
  for (const sentence of now) {
    const least = sentence.question ? LEAST_WORDS : LEAST_STATEMENT;
    if (sentence.words.size < least) continue;
    const same = before.find((other) => alike(sentence.words, other.words) >= ALIKE_FROM);
    if (same !== undefined) return same.text;
  }
  return null;
}

/** Jaccard's: what is in both, of what is in either. */
export function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / (a.size + b.size - shared);
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = plainWords(text).join('');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)));
}
