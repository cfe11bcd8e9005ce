/** Writes DER, the form that certificates are in: as much of it as a certificate takes. Pure but for Buffer. */

const SHORT = 0x80;

/** Universal tags that certificates use, with the bit of what is constructed. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  identifier: 0x06,
  text: 0x0c,
  timeOfTwoDigits: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  if (bytes.length < SHORT) return Buffer.concat([Buffer.of(tag, bytes.length), bytes]);
  const hex = bytes.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(tag, SHORT | length.length), length, bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...parts);
export const setOf = (...parts: readonly Uint8Array[]): Buffer => der(TAG.set, ...parts);
export const octets = (...parts: readonly Uint8Array[]): Buffer => der(TAG.octets, ...parts);
export const text = (words: string): Buffer => der(TAG.text, Buffer.from(words));
/** Whole bytes, or fewer bits of the last. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(TAG.bits, Buffer.of(unused), bytes);
export const yes = (): Buffer => der(TAG.boolean, Buffer.of(0xff));
/** Not negative: its first bit is 0. */
export const integer = (bytes: Uint8Array): Buffer => der(TAG.integer, bytes);

/** One of a choice, or what may be left out: it is told by its number. `[0] EXPLICIT`, and `[0] IMPLICIT`. */
export const wrapped = (number: number, content: Uint8Array): Buffer => der(0xa0 | number, content);
export const told = (number: number, content: Uint8Array): Buffer => der(0x80 | number, content);

/** Whole seconds, UTC. Until 2049, years have two digits: RFC 5280 will have it so. */
export function time(atMs: number): Buffer {
  const digits = `${new Date(atMs).toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`;
  if (digits < '2050') return der(TAG.timeOfTwoDigits, Buffer.from(digits.slice(2)));
  return der(TAG.time, Buffer.from(digits));
}

/** `2.5.29.17`. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.identifier, Buffer.from([40 * first + second, ...rest].flatMap(inSevens)));
}

function inSevens(number: number): number[] {
  const sevens = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) sevens.unshift((rest & 0x7f) | 0x80);
  return sevens;
}
