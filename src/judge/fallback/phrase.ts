/**
 * The notation in which phrases are written, and its compiler. Not regular expressions: whoever writes a phrase cannot make one that
 * takes for ever, and need not know what has to be escaped.
 *
 *   sorry i missed that      these words in a row, wherever they stand
 *   (did|could) not          one of several, also of several words each
 *   (really)? not            may be missing
 *   transfer*                any word that begins so
 *   not * catch              up to four words between
 *   ^what $                  the sentence begins with it, ends with it
 *
 * Case, accents, apostrophes and punctuation do not count. In a script without spaces a gap is up to twelve characters.
 */

import { joinedWords, plainWords } from './sentence.ts';

/** What is wrong with a phrase, in words: "expected …". */
export class PhraseMistake extends Error {}

export interface CompiledPhrase {
  readonly written: string;
  readonly expression: RegExp;
}

/** What a phrase is made of, for whoever sets bounds. */
export interface PhraseSize {
  gaps: number;
  groups: number;
  alternatives: number;
}

/** Throws PhraseMistake. */
export function compilePhrase(written: string, joined: boolean, size = noSize()): CompiledPhrase {
  const text = written.trim();
  const start = text.startsWith('^');
  const end = text.endsWith('$');
  const body = text.slice(start ? 1 : 0, end ? -1 : undefined);
  const { source, words } = new PhraseParser(body, joined, size).parse();
  if (words === 0) throw new PhraseMistake('expected at least one word that has to be there');
  const whole = `${start ? '^' : ''}${joined ? '' : ' '}${source}${end ? '$' : ''}`;
  return { written, expression: new RegExp(whole, 'u') };
}

export function noSize(): PhraseSize {
  return { gaps: 0, groups: 0, alternatives: 0 };
}

interface Piece {
  readonly source: string;
  /** Words that have to be there. */
  readonly words: number;
}

class PhraseParser {
  private at = 0;
  private readonly text: string;
  private readonly joined: boolean;
  private readonly size: PhraseSize;

  constructor(text: string, joined: boolean, size: PhraseSize) {
    this.text = text;
    this.joined = joined;
    this.size = size;
  }

  parse(): Piece {
    const whole = this.sequence(false);
    if (this.at < this.text.length) throw new PhraseMistake('expected no ")" without its "("');
    return whole;
  }

  private sequence(inGroup: boolean): Piece {
    let source = '';
    let words = 0;
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      if (char === ')' || (inGroup && char === '|')) break;
      if (char === '|') throw new PhraseMistake('expected "|" in brackets only: (one|other)');
      if (char === '*') {
        this.at++;
        this.size.gaps++;
        source += this.joined ? '.{0,12}' : '(?:[^ ]+ ){0,4}';
      } else if (char === '(') {
        const group = this.group();
        source += group.source;
        words += group.words;
      } else {
        const literal = this.literal();
        source += literal;
        if (literal !== '') words++;
      }
    }
    return { source, words };
  }

  private group(): Piece {
    this.size.groups++;
    const alternatives: Piece[] = [];
    do {
      this.at++;
      const alternative = this.sequence(true);
      if (alternative.source === '')
        throw new PhraseMistake('expected words in each alternative, found none');
      alternatives.push(alternative);
    } while (this.text[this.at] === '|');
    if (this.text[this.at] !== ')') throw new PhraseMistake('expected each "(" to be closed');
    this.at++;
    this.size.alternatives += alternatives.length;
    const optional = this.text[this.at] === '?';
    if (optional) this.at++;
    const source = [...new Set(alternatives.map((alternative) => alternative.source))].join('|');
    const words = optional ? 0 : Math.min(...alternatives.map((alternative) => alternative.words));
    return { source: `(?:${source})${optional ? '?' : ''}`, words };
  }

  /** What is left of it is letters and figures alone: nothing in it means anything to a regular expression. */
  private literal(): string {
    const from = this.at;
    while (this.at < this.text.length && !'()|*'.includes(this.text[this.at] as string)) this.at++;
    const text = this.text.slice(from, this.at);
    if (this.joined) return joinedWords(text);
    const words = plainWords(text);
    if (words.length === 0) return '';
    const begins = this.text[this.at] === '*' && !/\s$/.test(text);
    if (begins) this.at++;
    return `${words.join(' ')}${begins ? '[^ ]*' : ''} `;
  }
}

/** How far into the sentence a phrase begins: words, or characters of a script without spaces. Null: it is not there. */
export function findPhrase(phrase: CompiledPhrase, plain: string, joined: boolean): number | null {
  const found = phrase.expression.exec(plain);
  if (found === null) return null;
  if (joined) return found.index;
  let words = 0;
  for (let i = 0; i < found.index; i++) if (plain[i] === ' ') words++;
  return words;
}
