/**
 * A transcript as sentences of plain words: what a recogniser or a writer made of case, width, accents, apostrophes and commas is
 * gone, and what is left compares. Pure, and linear in the text; of a text without end only the beginning is read.
 */

/** Nobody listens to an answer of that length, which is about twenty minutes; and a text from outside may be of any. */
const MOST_CHARACTERS = 20_000;
/** Of a sentence so many words are looked at: what is said to a caller comes sooner. */
const MOST_WORDS = 48;
/** Of a sentence in a script without spaces, characters. */
const MOST_JOINED = 160;

export interface Sentence {
  /** As it was transcribed. */
  readonly text: string;
  /** Words with one space between, before and after; of a script without spaces the characters alone. */
  readonly plain: string;
  readonly question: boolean;
}

/** `joined`: the language is written without spaces. */
export function sentencesOf(transcript: string, joined: boolean): readonly Sentence[] {
  const sentences: Sentence[] = [];
  for (const text of piecesOf(transcript.slice(0, MOST_CHARACTERS))) {
    const plain = joined ? joinedWords(text) : spacedWords(text);
    if (plain !== '')
      sentences.push({ text: text.trim(), plain, question: /[?？]\s*["'”’»）)]*\s*$/.test(text) });
  }
  return sentences;
}

/** A full stop ends a sentence where a space follows, or in a script that has none; a decimal point or an abbreviation's does not. */
function piecesOf(text: string): readonly string[] {
  return text.split(/(?<=[!?。！？…\n])|(?<=[.;:]["'”’»)]?)(?=\s)/u);
}

/** ` didnt catch that `. Empty: no words. */
function spacedWords(text: string): string {
  const words = plainWords(text).slice(0, MOST_WORDS);
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
}

export function plainWords(text: string): readonly string[] {
  return bare(text.normalize('NFKD').replaceAll(/\p{M}/gu, '')).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Marks stay: in kana they are half of the letter. */
export function joinedWords(text: string): string {
  return (bare(text).match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? []).join('').slice(0, MOST_JOINED);
}

/** "didn't", "didn’t" and "didnt" are one word. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/['’‘`´ʼ＇]/gu, '');
}
