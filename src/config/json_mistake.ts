/**
 * Where a text stops being JSON, and what was expected there. `JSON.parse` says so in other words with each version of the
 * runtime, and not always where; this is asked only once it has refused.
 */

export interface JsonMistake {
  /** Of the character; the text's length where it ends too early. */
  readonly offset: number;
  readonly message: string;
}

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or ]' | 'comma or }' | 'end';

const words: Readonly<Record<Wanted, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or }',
  colon: 'a colon after the key',
  'comma or ]': 'a comma or ]',
  'comma or }': 'a comma or }',
  end: 'nothing more',
};

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const BARE = /[A-Za-z_$][\w$]*|-?\d[\w.]*/y;

/** Null: it is JSON. */
export function jsonMistake(text: string): JsonMistake | null {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  const after = (): Wanted =>
    open.at(-1) === undefined ? 'end' : open.at(-1) === '{' ? 'comma or }' : 'comma or ]';
  while (true) {
    at = matched(/[ \t\r\n]*/y, text, at);
    const char = text.charAt(at);
    if (char === '')
      return wanted === 'end'
        ? null
        : { offset: at, message: `the text ends where ${words[wanted]} was expected` };
    const isKey: boolean = wanted === 'key' || wanted === 'key or }';
    const isValue: boolean = wanted === 'value' || wanted === 'value or ]';
    if (char === '"' && (isKey || isValue)) {
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      wanted = isKey ? 'colon' : after();
    } else if (isValue && (char === '{' || char === '[')) {
      open.push(char);
      at++;
      wanted = char === '{' ? 'key or }' : 'value or ]';
    } else if ((char === '}' && wanted.endsWith('or }')) || (char === ']' && wanted.endsWith('or ]'))) {
      open.pop();
      at++;
      wanted = after();
    } else if (char === ':' && wanted === 'colon') {
      at++;
      wanted = 'value';
    } else if (char === ',' && wanted.startsWith('comma')) {
      at++;
      wanted = open.at(-1) === '{' ? 'key' : 'value';
    } else {
      const end = isValue ? Math.max(matched(NUMBER, text, at), matched(WORD, text, at)) : at;
      if (end === at || matched(BARE, text, at) > end)
        return { offset: at, message: unexpected(text, at, wanted) };
      at = end;
      wanted = after();
    }
  }
}

/** Where it ends, after the quote; or what is wrong inside. */
function stringEnd(text: string, from: number): number | JsonMistake {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) {
      const what =
        code === 0x0a || code === 0x0d ? 'a line break' : code === 0x09 ? 'a tab' : 'a control character';
      return {
        offset: at,
        message: `expected no ${what.slice(2)} inside quotes: write ${code === 0x09 ? '\\t' : '\\n'}, or close them`,
      };
    }
    if (code !== 0x5c) continue;
    const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    if (matched(escape, text, at) === at)
      return { offset: at, message: 'expected an escape such as \\n, \\" or \\u00e9 after a backslash' };
    at = escape.lastIndex - 1;
  }
  return { offset: from, message: 'these quotes are never closed' };
}

function unexpected(text: string, at: number, wanted: Wanted): string {
  const char = text.charAt(at);
  const end = matched(BARE, text, at);
  const found = text.slice(at, end > at ? Math.min(end, at + 40) : at + 1);
  if (text.startsWith('//', at) || text.startsWith('/*', at) || char === '#') {
    return `expected ${words[wanted]}, found a comment, which JSON has not (YAML has)`;
  }
  if (char === "'") return `expected ${words[wanted]}, found a single quote: JSON has double ones`;
  if ((char === '}' || char === ']') && (wanted === 'key' || wanted === 'value')) {
    return `expected ${words[wanted]} after the comma, found ${char}: the last entry has no comma after it`;
  }
  return `expected ${words[wanted]}, found ${JSON.stringify(found)}`;
}

/** Where what matches at this place ends; the place itself where nothing does. */
function matched(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
