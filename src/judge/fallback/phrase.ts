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

/** Of these one has to be there as it is: where none is, nothing else has to be looked at. */
type Need = readonly string[];

export class CompiledPhrase {
  readonly written: string;
  readonly needs: readonly Need[];
  private readonly source: string;
  private made: RegExp | null = null;

  constructor(written: string, needs: readonly Need[], source: string) {
    this.written = written;
    this.needs = needs;
    this.source = source;
  }

  /** Made when it is first tried: of hundreds of phrases a run tries a few. */
  get expression(): RegExp {
    return (this.made ??= new RegExp(this.source, 'u'));
  }
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
  const { source, words, needs } = new PhraseParser(body, joined, size).parse();
  if (words === 0) throw new PhraseMistake('expected at least one word that has to be there');
  const whole = `${start ? '^' : ''}${joined ? '' : ' '}${source}${end ? '$' : ''}`;
  return new CompiledPhrase(written, needs, whole);
}

export function noSize(): PhraseSize {
  return { gaps: 0, groups: 0, alternatives: 0 };
}

interface Piece {
  readonly source: string;
  /** Words that have to be there. */
  readonly words: number;
  readonly needs: readonly Need[];
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
    const needs: Need[] = [];
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
        needs.push(...group.needs);
      } else {
        const literal = this.literal();
        source += literal.source;
        words += literal.words;
        needs.push(...literal.needs);
      }
    }
    return { source, words, needs };
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
    const needs = optional ? [] : oneOf(alternatives);
    return { source: `(?:${source})${optional ? '?' : ''}`, words, needs };
  }

  /** What is left of it is letters and figures alone: nothing in it means anything to a regular expression. */
  private literal(): Piece {
    const from = this.at;
    while (this.at < this.text.length && !'()|*'.includes(this.text[this.at] as string)) this.at++;
    const text = this.text.slice(from, this.at);
    if (this.joined) return literalOf(joinedWords(text), '', '');
    const words = plainWords(text);
    if (words.length === 0) return { source: '', words: 0, needs: [] };
    const begins = this.text[this.at] === '*' && !/\s$/.test(text);
    if (begins) this.at++;
    const plain = words.join(' ');
    return begins ? literalOf(plain, '[^ ]* ', ` ${plain}`) : literalOf(`${plain} `, '', ` ${plain} `);
  }
}

/** `need`: with the space before it, which every word has. */
function literalOf(plain: string, rest: string, need: string): Piece {
  return plain === ''
    ? { source: '', words: 0, needs: [] }
    : { source: plain + rest, words: 1, needs: [[need === '' ? plain : need]] };
}

/** What one alternative or another needs: of each the need that the fewest words meet. None, where one of them needs nothing. */
function oneOf(alternatives: readonly Piece[]): readonly Need[] {
  const each = alternatives.map(({ needs }) => [...needs].sort((a, b) => a.length - b.length)[0]);
  return each.includes(undefined) ? [] : [each.flatMap((need) => need ?? [])];
}

/** How far into the sentence a phrase begins: words, or characters of a script without spaces. Null: it is not there. */
export function findPhrase(phrase: CompiledPhrase, plain: string, joined: boolean): number | null {
  for (const need of phrase.needs) if (!need.some((words) => plain.includes(words))) return null;
  const found = phrase.expression.exec(plain);
  if (found === null) return null;
  if (joined) return found.index;
  let words = 0;
  for (let i = 0; i < found.index; i++) if (plain[i] === ' ') words++;
  return words;
}
