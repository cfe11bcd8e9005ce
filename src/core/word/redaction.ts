/**
 * Hides given secrets in text from outside, by their value and in whatever encoding they come back: as they are, escaped for
 * JSON (once or again), for a URL or for a page, in hex, and inside base64 at any offset, as in a header's. Capitals or not
 * is the same. Pure. Better a harmless word hidden than a key shown.
 */

import { ConfigError } from './config_error.ts';

export type Redact = (text: string) => string;

/** What is shorter stands in too many words to be hidden in them. */
export const LEAST_SECRET_CHARACTERS = 4;

const SHOWN_INSTEAD = '…';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** As pages have them; any character may also be a number there. */
const ENTITIES: Readonly<Record<string, string>> = {
  '"': 'quot',
  "'": 'apos',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
};

/** For what is no secret. */
export const showAll: Redact = (text) => text;

/** `where`: what the key comes from, for the one who has to change it. Throws where it could not be hidden. */
export function refuseShortKey(key: string, where: string): void {
  if (key.length >= LEAST_SECRET_CHARACTERS) return;
  throw new ConfigError(
    `expected a key of at least ${LEAST_SECRET_CHARACTERS} characters in ${where}, found ${key.length}`,
    {
      code: 'key_too_short',
      path: where,
      hint: 'so short a key cannot be kept out of logs and reports; for a target that asks for none, leave it out',
    },
  );
}

/** Those shorter than `LEAST_SECRET_CHARACTERS` are left out. */
export function redactionOf(secrets: readonly string[]): Redact {
  const hidden = [...new Set(secrets)].filter(({ length }) => length >= LEAST_SECRET_CHARACTERS);
  if (hidden.length === 0) return showAll;
  // The longest first: what begins with another is hidden whole.
  hidden.sort((a, b) => b.length - a.length);
  const patterns = hidden.flatMap(piecesOf).map((piece) => new RegExp(formsOf(piece).join('|'), 'gi'));
  return (text) => patterns.reduce((shown, pattern) => shown.replaceAll(pattern, SHOWN_INSTEAD), text);
}

/** A pattern can be too long to be searched for: a long secret is hidden piece by piece. */
const PIECE_CHARACTERS = 128;

function piecesOf(secret: string): string[] {
  const pieces = Math.ceil(secret.length / PIECE_CHARACTERS);
  const length = Math.ceil(secret.length / pieces);
  return Array.from({ length: pieces }, (_, i) => secret.slice(i * length, (i + 1) * length));
}

/**
 * The same value with each of its texts as `show` shows it, but those under the names given, which are the caller's own
 * words. What `show` leaves as it is, is given back as it is.
 */
export function shownThrough<T>(value: T, show: Redact, own: ReadonlySet<string>): T {
  return walk(value, show, own) as T;
}

function walk(value: unknown, show: Redact, own: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return show(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const shown = value.map((each) => walk(each, show, own));
    return shown.some((each, i) => each !== value[i]) ? shown : value;
  }
  let changed: Record<string, unknown> | null = null;
  // In the hot path of what is received: no pairs are made.
  for (const name of Object.keys(value)) {
    if (own.has(name)) continue;
    const part = (value as Readonly<Record<string, unknown>>)[name];
    const shown = walk(part, show, own);
    if (shown !== part) (changed ??= { ...value })[name] = shown;
  }
  return changed ?? value;
}

function formsOf(secret: string): string[] {
  const bytes = bytesOf(secret);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [escapedForms(secret), hex, ...[0, 1, 2].map((offset) => base64Forms(bytes, offset))];
}

/** Each character as it is or escaped; of backslashes, which escapes double, any number stands for any. */
function escapedForms(secret: string): string {
  return (secret.match(/\\+|[^\\]/gsu) ?? [])
    .map((sign, i) =>
      sign.startsWith('\\') ? BACKSLASHES : `${i === 0 ? '' : '\\\\{0,16}'}${escapedSign(sign)}`,
    )
    .join('');
}

const BACKSLASHES = '(?:\\\\(?:u005c)?|%(?:25){0,3}5c|&#(?:92|x5c);){1,64}';

function escapedSign(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const units = Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i));
  const forms = [
    literal(sign),
    units.map((unit) => `\\\\{1,16}u${hexOf(unit, 4)}`).join(''),
    bytesOf(sign)
      .map((byte) => `%(?:25){0,3}${hexOf(byte, 2)}`)
      .join(''),
    `&#(?:0{0,4}${code}|x0{0,4}${code.toString(16)});`,
  ];
  const entity = ENTITIES[sign];
  if (entity !== undefined) forms.push(`&(?:amp;)?${entity};`);
  // In the query of a URL.
  if (sign === ' ') forms.push('\\+');
  return `(?:${forms.join('|')})`;
}

/** What of its base64 does not depend on what stands before and after it; with the characters that do in part. */
function base64Forms(bytes: readonly number[], offset: number): string {
  const bits = [...Array<number>(offset).fill(0), ...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  let signs = '';
  for (let at = 6 * Math.ceil((8 * offset) / 6); at + 6 <= bits.length; at += 6) {
    signs += base64Sign(BASE64.charAt(Number.parseInt(bits.slice(at, at + 6), 2)));
  }
  const partly = '[\\w+/-]?';
  return `${offset === 0 ? '' : partly}${signs}${(offset + bytes.length) % 3 === 0 ? '' : partly}`;
}

/** In either alphabet; slashes are escaped by some, and all but letters and digits in a URL. */
function base64Sign(sign: string): string {
  if (sign === '+') return '(?:\\+|-|%(?:25){0,3}2b)';
  if (sign === '/') return '(?:\\\\{0,16}/|_|%(?:25){0,3}2f)';
  return sign;
}

function hexOf(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function literal(sign: string): string {
  return sign.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** UTF-8, without the platform's encoder. */
function bytesOf(text: string): number[] {
  return Array.from(text).flatMap((sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
    if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  });
}
