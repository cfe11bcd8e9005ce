/** Words that columns name by their place in a list, each once, as a page may show them. Pure. */

import { cut, visible } from '../../core/word/visible.ts';

const MOST_CHARACTERS = 120;
/** Beyond these they are one. */
const MOST_WORDS = 500;
const OTHERS = 'others';

export class WordList {
  readonly words: string[] = [];
  private readonly places = new Map<string, number>();

  placeOf(word: string | null): number | null {
    if (word === null) return null;
    const known = this.places.get(word);
    if (known !== undefined) return known;
    if (this.words.length >= MOST_WORDS && word !== OTHERS) return this.placeOf(OTHERS);
    this.places.set(word, this.words.length);
    this.words.push(shownWord(word));
    return this.words.length - 1;
  }
}

export function shownWord(word: string): string {
  return visible(cut(word, MOST_CHARACTERS));
}
