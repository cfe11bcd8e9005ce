/**
 * Base64 (RFC 4648 §4: the standard alphabet, padded) without Buffer or btoa, for the places that have neither.
 * Pure. Decoding is strict: a character outside the alphabet, a missing pad or stray bits are a RangeError.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

/** Of an array: k6's engine makes no typed array from a string. */
const CODES = Uint8Array.from(Array.from(ALPHABET), (character) => character.charCodeAt(0));
const VALUES = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) VALUES[CODES[i] as number] = i;

/** Arguments at once to String.fromCharCode: engines limit it, the smallest limit known is 65,535. */
const CHUNK = 8192;

export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group =
      ((bytes[i] as number) << 16) |
      ((left > 1 ? (bytes[i + 1] as number) : 0) << 8) |
      (left > 2 ? (bytes[i + 2] as number) : 0);
    codes[at++] = CODES[group >> 18] as number;
    codes[at++] = CODES[(group >> 12) & 63] as number;
    codes[at++] = left > 1 ? (CODES[(group >> 6) & 63] as number) : PAD;
    codes[at++] = left > 2 ? (CODES[group & 63] as number) : PAD;
  }
  let text = '';
  for (let i = 0; i < codes.length; i += CHUNK) {
    // `apply` takes the array as it is; spreading it costs five times as much.
    text += String.fromCharCode.apply(null, codes.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}

export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0)
    throw new RangeError(`base64 of ${text.length} characters is not padded to fours`);
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - pads);
  // A server decodes a thousand calls' audio here: the whole groups go without a branch, and faults are looked at
  // after them. Values have six bits, so that a seventh tells of a character outside the alphabet.
  const whole = pads > 0 ? text.length - 4 : text.length;
  let seen = 0;
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    const first = VALUES[a & 127] as number;
    const second = VALUES[b & 127] as number;
    const third = VALUES[c & 127] as number;
    const fourth = VALUES[d & 127] as number;
    seen |= first | second | third | fourth | ((a | b | c | d) & ~127);
    bytes[at++] = (first << 2) | (second >> 4);
    bytes[at++] = (second << 4) | (third >> 2);
    bytes[at++] = (third << 6) | fourth;
  }
  if (seen > 63) throw outside(text, whole);
  if (pads > 0) decodeEnd(text, whole, pads, bytes, at);
  return bytes;
}

/** The last group, with its one or two pads. */
function decodeEnd(text: string, from: number, pads: number, bytes: Uint8Array, at: number): void {
  const end = text.length - pads;
  let group = 0;
  for (let i = from; i < from + 4; i++) {
    const value = i < end ? valueAt(text, i) : 0;
    if (value > 63) throw outside(text, end);
    group = (group << 6) | value;
  }
  const stray = pads === 1 ? group & 0xff : group & 0xffff;
  if (stray !== 0) throw new RangeError('base64 ends in stray bits');
  bytes[at] = group >> 16;
  if (pads === 1) bytes[at + 1] = (group >> 8) & 255;
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? 255;
}

function outside(text: string, end: number): RangeError {
  let index = 0;
  while (index < end && valueAt(text, index) <= 63) index++;
  return new RangeError(`base64 holds ${JSON.stringify(text[index])} at ${index}`);
}

/** Values of both alphabets (RFC 4648 §4 and §5), by the characters' codes; 255 for what is in neither. */
const EITHER = new Uint8Array(256).fill(255);
EITHER.set(VALUES);
EITHER['-'.charCodeAt(0)] = 62;
EITHER['_'.charCodeAt(0)] = 63;

/**
 * Decodes the characters from `from` up to `to`, given as their codes, into memory that is there already: in either alphabet,
 * padded or not, with no allocation. Returns how many bytes there are; −1 where it is no base64, or `into` has no room.
 */
export function decodeBase64Into(codes: Uint8Array, from: number, to: number, into: Uint8Array): number {
  let end = to;
  while (end > from && to - end < 2 && codes[end - 1] === PAD) end--;
  const rest = (end - from) & 3;
  const length = Math.floor(((end - from) * 3) / 4);
  if (rest === 1 || length > into.length) return -1;
  let seen = 0;
  let at = 0;
  for (let i = from; i < end - rest; i += 4) {
    const first = EITHER[codes[i] as number] as number;
    const second = EITHER[codes[i + 1] as number] as number;
    const third = EITHER[codes[i + 2] as number] as number;
    const fourth = EITHER[codes[i + 3] as number] as number;
    seen |= first | second | third | fourth;
    into[at++] = (first << 2) | (second >> 4);
    into[at++] = (second << 4) | (third >> 2);
    into[at++] = (third << 6) | fourth;
  }
  if (rest > 0) {
    const first = EITHER[codes[end - rest] as number] as number;
    const second = EITHER[codes[end - rest + 1] as number] as number;
    const third = rest === 3 ? (EITHER[codes[end - 1] as number] as number) : 0;
    seen |= first | second | third;
    into[at++] = (first << 2) | (second >> 4);
    if (rest === 3) into[at++] = (second << 4) | (third >> 2);
  }
  return seen > 63 ? -1 : length;
}
