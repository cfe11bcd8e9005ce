/**
 * Text in place of speech: which of the caller's utterances a typed message says. Pure. Words are compared without regard to
 * case and punctuation, and the utterance that shares most of them with the message wins; figures count as digits, and so do digits
 * by their names.
 */

import type { Heard } from './heard.ts';

/** Share of words in common (of all words in either) from which a message is taken for an utterance. */
const ALIKE_FROM = 0.6;
/** Of a message so much is read: no utterance is nearly as long, and a message may be of millions. */
const MOST_CHARACTERS = 4000;
/** No number is nearly as long. */
const MOST_DIGITS = 64;

export class TypedWords {
  private readonly utterances: readonly { readonly id: string; readonly words: ReadonlySet<string> }[];

  /** utterance → transcript */
  constructor(transcripts: ReadonlyMap<string, string>) {
    this.utterances = [...transcripts]
      .filter(([id]) => !id.startsWith('digit-'))
      .map(([id, transcript]) => ({ id, words: new Set(wordsOf(transcript)) }));
  }

  read(message: string): Heard {
    const text = message.slice(0, MOST_CHARACTERS);
    const { digits, rest } = spokenDigits(text);
    const words = new Set(wordsOf(rest));
    let best = '';
    let bestAlike = 0;
    for (const { id, words: known } of this.utterances) {
      const shared = [...known].filter((word) => words.has(word)).length;
      const alike = shared / (known.size + words.size - shared || 1);
      if (alike > bestAlike) {
        best = id;
        bestAlike = alike;
      }
    }
    const utterances = [
      ...(bestAlike >= ALIKE_FROM ? [best] : []),
      ...digits.slice(0, MOST_DIGITS).map((digit) => `digit-${digit}`),
    ];
    // Words in any script: they are not understood, but they are words.
    const wordless = !/[\p{L}\p{N}]/u.test(text);
    return { utterances, confidence: 1, complete: true, poorAudio: false, wordless, typed: true };
  }
}

const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** One alone may well be no digit. */
const IN_A_ROW = new RegExp(`\\b(?:${NAMES.join('|')})(?:[\\s,.-]+(?:${NAMES.join('|')}))+\\b`, 'gi');

/** Figures, and digits by their names where there are several in a row; and the text without these. */
function spokenDigits(text: string): { readonly digits: readonly string[]; readonly rest: string } {
  const written = text.replaceAll(IN_A_ROW, (row) =>
    wordsOf(row)
      .map((name) => NAMES.indexOf(name))
      .join(' '),
  );
  return { digits: written.match(/\d/g) ?? [], rest: written };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z']+/g) ?? [];
}
