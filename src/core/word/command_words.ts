/**
 * One line of a command cut into its words, as a shell would with blanks, quotes and backslashes; nothing in it is expanded, and
 * no shell ever reads it. Pure. It says where a word could only mean something to a shell, and leaves it to its caller to refuse that.
 */

export interface CommandWord {
  readonly word: string;
  /** Some of it stood in quotes, or after a backslash: it is meant as it stands. */
  readonly quoted: boolean;
}

/** What only a shell understands, where it stands outside of quotes. */
const SHELL_WORDS = /^(?:[|&;]{1,2}|\d?>{1,2}(?:&\d)?|<|[|&;].*|\d?>.*|<.*|.*;)$/;

/** A quote that is never closed is given in place of the words. */
export function commandWords(line: string): readonly CommandWord[] | { readonly unclosed: string } {
  const words: CommandWord[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (/\s/.test(sign)) {
      if (word !== null) words.push({ word, quoted });
      word = null;
      quoted = false;
    } else if (sign === "'" || sign === '"') {
      const inside = quotedAt(line, at, sign);
      if (inside === null) return { unclosed: sign };
      word = (word ?? '') + inside.text;
      quoted = true;
      at = inside.end;
    } else if (sign === '\\' && at + 1 < line.length) {
      at++;
      word = (word ?? '') + line.charAt(at);
      quoted = true;
    } else {
      word = (word ?? '') + sign;
    }
  }
  if (word !== null) words.push({ word, quoted });
  return words;
}

/** A pipe, a redirection, a list of commands: there is nobody here to do that. */
export function wantsShell({ word, quoted }: CommandWord): boolean {
  return !quoted && SHELL_WORDS.test(word);
}

/** From an opening quote to its closing one; null: there is none. */
function quotedAt(line: string, from: number, quote: string): { text: string; end: number } | null {
  let text = '';
  for (let at = from + 1; at < line.length; at++) {
    const sign = line.charAt(at);
    if (sign === quote) return { text, end: at };
    const next = line.charAt(at + 1);
    if (quote === '"' && sign === '\\' && (next === '"' || next === '\\')) {
      text += next;
      at++;
    } else text += sign;
  }
  return null;
}
