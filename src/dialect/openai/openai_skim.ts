/**
 * The hot path of the Realtime protocol: an audio delta's ids and decoded length, found without parsing its payload. Null
 * wherever the message is not exactly of the expected shape; the caller then has it parsed.
 */

import type { AudioSkim, WireText } from '../dialect.ts';

/** Far enough to hold the type, the ids and the start of the payload of nearly every server seen. */
const HEAD = 512;
/** Where these stand behind the payload, they are looked for so far. */
const MOST_TAIL = 512;
const DELTA_KEY = '"delta":';
const TYPE_KEY = '"type":';
/** No id has these. */
const ABSENT = '\u0000';
const ODD = '\u0001';
const AUDIO_TYPES = ['response.output_audio.delta"', 'response.audio.delta"'];
/** No service has longer ones. Those that do are read, and cut there; so they are all cut to the same. */
const LONGEST_ID = 256;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const PAD = 61;
const skimmed: AudioSkim = { responseId: '', itemId: '', bytes: 0, payloadStart: 0, payloadEnd: 0 };

/** The names of the answer and the item that came last: those of the next delta are nearly always the same, and then the same texts. */
interface Names {
  responseId: string;
  itemId: string;
}

/** For the messages of one session. */
export function skimmer(): (wire: WireText) => AudioSkim | null {
  const last: Names = { responseId: ABSENT, itemId: ABSENT };
  return (wire) => skim(wire, last);
}

/**
 * The payload must begin near the head of the message and be plain base64 up to its closing quote; type and ids may stand before
 * it or behind it. Else null, and the caller falls back to `read`, which parses.
 */
function skim(wire: WireText, last: Names): AudioSkim | null {
  if (wire.length < 64) return null;
  const head = wire.head(HEAD);
  const key = head.indexOf(DELTA_KEY);
  if (key === -1) return null;
  const start = textStart(head, key + DELTA_KEY.length);
  if (start === -1) return null;
  const type = head.indexOf(TYPE_KEY);
  const typed = type !== -1 && type < key;
  if (typed && !isAudioType(head, textStart(head, type + TYPE_KEY.length))) return null;
  // Within something else it is not the event's own.
  if (!typed && within(head, key)) return null;
  let responseId = field(head, key, '"response_id":', last.responseId);
  let itemId = field(head, key, '"item_id":', last.itemId);
  if (!typed || responseId === ABSENT || itemId === ABSENT) {
    const tail = tailOf(wire, wire.quoteAfter(start));
    if (tail === null || tail.includes('{')) return null;
    const later = tail.indexOf(TYPE_KEY);
    if (!typed && (later === -1 || !isAudioType(tail, textStart(tail, later + TYPE_KEY.length)))) return null;
    if (responseId === ABSENT) responseId = field(tail, tail.length, '"response_id":', last.responseId);
    if (itemId === ABSENT) itemId = field(tail, tail.length, '"item_id":', last.itemId);
  }
  if (responseId === ODD || itemId === ODD) return null;
  last.responseId = responseId;
  last.itemId = itemId;
  // Some services do not say of which answer it is.
  return skimPayload(
    wire,
    head,
    start,
    responseId === ABSENT ? '' : responseId,
    itemId === ABSENT ? '' : itemId,
  );
}

/** The payload that begins at `start`, which is in the head; null where it is not plain base64 up to its closing quote. */
export function skimPayload(
  wire: WireText,
  head: string,
  start: number,
  responseId: string,
  itemId: string,
): AudioSkim | null {
  const end = wire.quoteAfter(start);
  if (end === -1) return null;
  if (!startsPlain(head, start, end) || !isPlainBelow(wire, start, end)) return null;
  const characters = end - start;
  // Base64 comes in fours; anything else (padding lost, or in the middle) is for the parser to judge, as are escapes.
  if (characters % 4 !== 0 || wire.has(BACKSLASH, start, end) || wire.has(PAD, start, end - 2)) return null;
  let padding = 0;
  if (characters > 0 && wire.codeAt(end - 1) === PAD) padding = wire.codeAt(end - 2) === PAD ? 2 : 1;
  skimmed.responseId = responseId;
  skimmed.itemId = itemId;
  skimmed.bytes = (characters / 4) * 3 - padding;
  skimmed.payloadStart = start;
  skimmed.payloadEnd = end;
  return skimmed;
}

/** So much of a payload is looked at: what is no base64 at all shows it at once, and reading all of it would cost too much. */
const LOOKED_AT = 32;
/** And so many characters of the rest, evenly spread: what turns into something else further on shows that. */
const SPREAD = 32;

function isPlainBelow(wire: WireText, start: number, end: number): boolean {
  const from = start + LOOKED_AT;
  const step = Math.max(1, Math.floor((end - from) / SPREAD));
  for (let at = from; at < end - 2; at += step) if (!isPlain(wire.codeAt(at))) return false;
  // An end is padded, or plain.
  for (let at = Math.max(from, end - 2); at < end; at++) {
    const code = wire.codeAt(at);
    if (code !== PAD && !isPlain(code)) return false;
  }
  return true;
}

function isPlain(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43
  );
}

function startsPlain(head: string, start: number, end: number): boolean {
  const until = Math.min(start + LOOKED_AT, end, head.length);
  for (let at = start; at < until; at++) {
    const code = head.charCodeAt(at);
    if (code !== PAD && !isPlain(code)) return false;
  }
  return true;
}

function isAudioType(text: string, start: number): boolean {
  return start !== -1 && AUDIO_TYPES.some((type) => text.startsWith(type, start));
}

function within(head: string, at: number): boolean {
  const brace = head.indexOf('{', 1);
  return brace !== -1 && brace < at;
}

/** Where a text begins whose name ends here, as most write JSON: with a space before its quote, or none. −1: it is none. */
function textStart(text: string, nameEnd: number): number {
  const at = text.charCodeAt(nameEnd) === SPACE ? nameEnd + 1 : nameEnd;
  return text.charCodeAt(at) === QUOTE ? at + 1 : -1;
}

/** What stands behind the payload that ends there; null: too much to look through, or it does not end. */
function tailOf(wire: WireText, end: number): string | null {
  if (end === -1 || wire.length - end > MOST_TAIL) return null;
  let tail = '';
  for (let at = end + 1; at < wire.length; at++) tail += String.fromCharCode(wire.codeAt(at));
  return tail;
}

/**
 * Its text where it stands before `before`; absent where its name does not; odd where only a parser knows what it is. `known`: what it
 * is likely to be, and is given back where it is that.
 */
function field(text: string, before: number, name: string, known: string): string {
  const at = text.indexOf(name);
  if (at === -1 || at > before) return ABSENT;
  const start = textStart(text, at + name.length);
  if (start === -1) return ODD;
  if (text.charCodeAt(start + known.length) === QUOTE && text.startsWith(known, start)) return known;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at - start > LONGEST_ID ? ODD : text.slice(start, at);
    // What is escaped, or more than a byte, is only what it seems to be once it is read.
    if (code === BACKSLASH || code < 32 || code > 126) return ODD;
  }
  return ODD;
}
