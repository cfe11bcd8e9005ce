/**
 * The hot path of the Realtime protocol: an audio delta's ids and decoded length, found without parsing its payload. Null
 * wherever the message is not exactly of the expected shape; the caller then has it parsed.
 */

import type { AudioSkim, WireText } from '../dialect.ts';

/** Far enough to hold the type, the ids and the start of the payload of every server seen. */
const HEAD = 512;
const DELTA_KEY = '"delta":"';
/** No service has longer ones. Those that do are read, and cut there; so they are all cut to the same. */
const LONGEST_ID = 256;
const QUOTE = 34;
const BACKSLASH = 92;
const PAD = 61;
const skimmed: AudioSkim = { responseId: '', itemId: '', bytes: 0, payloadStart: 0, payloadEnd: 0 };

/**
 * The type must stand at the head of the message and the payload must be plain base64 up to its closing quote;
 * else null, and the caller falls back to `read`, which parses.
 */
export function skim(wire: WireText): AudioSkim | null {
  if (wire.length < 64) return null;
  const head = wire.head(HEAD);
  if (!isAudioDelta(head)) return null;
  const key = head.indexOf(DELTA_KEY);
  if (key === -1) return null;
  const responseId = field(head, key, '"response_id":"');
  const itemId = field(head, key, '"item_id":"');
  if (responseId === null || itemId === null) return null;
  return skimPayload(wire, head, key + DELTA_KEY.length, responseId, itemId);
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

const AUDIO_TYPES = ['"type":"response.output_audio.delta"', '"type":"response.audio.delta"'];

function isAudioDelta(head: string): boolean {
  for (const type of AUDIO_TYPES) {
    const at = head.indexOf(type);
    if (at !== -1) return true;
  }
  return false;
}

function field(head: string, before: number, name: string): string | null {
  const at = head.indexOf(name);
  if (at === -1 || at > before) return null;
  const start = at + name.length;
  for (let at = start; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (code === QUOTE) return at - start > LONGEST_ID ? null : head.slice(start, at);
    // What is escaped, or more than a byte, is only what it seems to be once it is read.
    if (code === BACKSLASH || code < 32 || code > 126) return null;
  }
  return null;
}
