/**
 * Base64 (RFC 4648 §4: the standard alphabet, padded) without Buffer or btoa, for the places that have neither.
 * Pure. Decoding is strict: a character outside the alphabet, a missing pad or stray bits are a RangeError.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
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
    text += String.fromCharCode(...codes.subarray(i, i + CHUNK));
  }
  return text;
}

export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0)
    throw new RangeError(`base64 of ${text.length} characters is not padded to fours`);
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - pads);
  const value = (index: number): number => {
    if (index >= text.length - pads) return 0;
    const found = VALUES[text.charCodeAt(index)] ?? 255;
    if (found === 255) throw new RangeError(`base64 holds ${JSON.stringify(text[index])} at ${index}`);
    return found;
  };
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const group = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    const last = i + 4 === text.length;
    if (last && ((pads === 1 && (group & 0xff) !== 0) || (pads === 2 && (group & 0xffff) !== 0))) {
      throw new RangeError('base64 ends in stray bits');
    }
    // A typed array leaves out what is written past its end, which is where the pads fall.
    bytes[at++] = group >> 16;
    bytes[at++] = (group >> 8) & 255;
    bytes[at++] = group & 255;
  }
  return bytes;
}
