/**
 * A module's text as nested brackets: words, strings and signs, in groups. No grammar of TypeScript: enough to find where a
 * piece of data that the module exports is written, where it is written out at all.
 */

export interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  /** Of a text: what stands between its quotes. */
  readonly text: string;
  readonly offset: number;
}

export interface Group {
  readonly kind: 'group';
  readonly open: '{' | '[' | '(';
  readonly offset: number;
  readonly items: readonly Item[];
}

export type Item = Token | Group;

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const TEXT = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*/uy;
const REGEX = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

export function outlineOf(source: string): readonly Item[] {
  const root: Item[] = [];
  const open: { readonly group: Group & { items: Item[] } }[] = [];
  const here = (): Item[] => open.at(-1)?.group.items ?? root;
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    const last = here().at(-1);
    const comment = matchAt(COMMENT, source, at);
    const text = matchAt(TEXT, source, at);
    const word = matchAt(WORD, source, at);
    if (/\s/.test(char)) at++;
    else if (comment > at) at = comment;
    else if (text > at) {
      here().push({ kind: 'text', text: source.slice(at + 1, text - 1), offset: at });
      at = text;
    } else if (char === '`') {
      const end = templateEnd(source, at);
      here().push({ kind: 'text', text: source.slice(at + 1, end - 1), offset: at });
      at = end;
    } else if (word > at) {
      here().push({ kind: 'word', text: source.slice(at, word), offset: at });
      at = word;
    } else if (char === '/' && beginsRegex(last) && matchAt(REGEX, source, at) > at) {
      const end = matchAt(REGEX, source, at);
      here().push({ kind: 'sign', text: source.slice(at, end), offset: at });
      at = end;
    } else if (char === '{' || char === '[' || char === '(') {
      const group: Group & { items: Item[] } = { kind: 'group', open: char, offset: at, items: [] };
      here().push(group);
      open.push({ group });
      at++;
    } else if (char === '}' || char === ']' || char === ')') {
      open.pop();
      at++;
    } else {
      const sign = source.startsWith('...', at) ? '...' : source.startsWith('=>', at) ? '=>' : char;
      here().push({ kind: 'sign', text: sign, offset: at });
      at += sign.length;
    }
  }
  return root;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** After a value it divides. */
function beginsRegex(last: Item | undefined): boolean {
  if (last === undefined) return true;
  return last.kind === 'sign' || (last.kind === 'word' && /^(?:return|case|typeof)$/.test(last.text));
}

function templateEnd(source: string, from: number): number {
  for (let at = from + 1, depth = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (char === '`' && depth === 0) return at + 1;
    else if (char === '$' && source.charAt(at + 1) === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
  }
  return source.length;
}
