/**
 * What a command that fetches a token has printed, read: the token, and until when it is good. A line of text is the token; JSON is
 * looked through for the names that services give the two. Pure. What is wrong is said without a word of what was printed.
 */

import { LEAST_SECRET_CHARACTERS } from '../../core/word/redaction.ts';

export interface Token {
  readonly token: string;
  /** Ms since the Unix epoch. Null: nothing is said of an end. */
  readonly expiresAtMs: number | null;
}

/** `value` is that of OpenAI's client secrets, `access_token` OAuth's, `accessToken` that of Azure's command line. */
const TOKEN_NAMES = ['token', 'value', 'access_token', 'accessToken', 'key', 'api_key'];
/** Where the token is not at the top, it is in one of these. */
const HOLDERS = ['client_secret', 'data', 'result'];
/** Seconds or milliseconds since the epoch, or a date. The last is a date without its zone: others are looked at before it. */
const INSTANTS = ['expires_at', 'expiresAt', 'expires_on', 'expire_time', 'expireTime', 'exp', 'expiresOn'];
/** Seconds from now on. */
const LENGTHS = ['expires_in', 'expiresIn'];
const MOST_CHARACTERS = 16_384;
/** A number above this is in milliseconds: as seconds it would be some thousand years ahead. */
const SECONDS_UP_TO = 1e11;

/** A sentence in place of a token: what is wrong with what was printed. */
export function readToken(printed: string, nowMs: number): Token | string {
  const text = printed.trim();
  if (text === '') return 'printed nothing';
  const json = parsed(text);
  if (json === undefined && /^[{[]/.test(text)) return 'printed broken JSON';
  const told = json === undefined ? { token: text, expiresAtMs: null } : tokenIn(json, nowMs);
  if (told === null) return `printed JSON without a token: expected one of ${TOKEN_NAMES.join(', ')} in it`;
  const { token, expiresAtMs } = told;
  if (/[\r\n]/.test(token)) return 'printed several lines: expected the token alone, or JSON';
  if (/[^\u0021-\u007E]/.test(token)) return 'printed more than a token: expected one word of ASCII, or JSON';
  if (token.length < LEAST_SECRET_CHARACTERS)
    return `printed a token of ${token.length} characters, too short to be kept out of logs`;
  if (token.length > MOST_CHARACTERS) return `printed a token of ${token.length} characters`;
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'printed a token that has run out already';
  return told;
}

function parsed(text: string): unknown {
  if (!/^[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function tokenIn(json: unknown, nowMs: number): Token | null {
  if (typeof json === 'string') return { token: json, expiresAtMs: null };
  if (!isMap(json)) return null;
  for (const name of TOKEN_NAMES) {
    const token = json[name];
    if (typeof token === 'string' && token !== '') return { token, expiresAtMs: endOf(json, nowMs) };
  }
  for (const name of HOLDERS) {
    const held = tokenIn(json[name], nowMs);
    if (held !== null) return { ...held, expiresAtMs: held.expiresAtMs ?? endOf(json, nowMs) };
  }
  return null;
}

function endOf(json: Readonly<Record<string, unknown>>, nowMs: number): number | null {
  for (const name of INSTANTS) {
    const atMs = instantOf(json[name]);
    if (atMs !== null) return atMs;
  }
  for (const name of LENGTHS) {
    const seconds = numberOf(json[name]);
    if (seconds !== null) return nowMs + seconds * 1000;
  }
  return null;
}

function instantOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number !== null) return number > SECONDS_UP_TO ? number : number * 1000;
  if (typeof value !== 'string') return null;
  const atMs = Date.parse(value);
  return Number.isFinite(atMs) ? atMs : null;
}

/** Also of a string of digits. */
function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
