/**
 * Base64 decoded by Node, which takes a quarter of the time that it takes in JavaScript: of each answer the beginning and the end are.
 * Node passes over what is no base64, and then has fewer bytes than it should: then, and only then, it is told by ours.
 */

import { decodeBase64Into } from '../../audio/base64.ts';

const PAD = 61;

/** As `decodeBase64Into` does: how many bytes there are; −1 where it is no base64, or `into` has no room. */
export function decodeNatively(codes: Uint8Array, from: number, to: number, into: Uint8Array): number {
  let end = to;
  while (end > from && to - end < 2 && codes[end - 1] === PAD) end--;
  const bytes = Math.floor(((end - from) * 3) / 4);
  if (((end - from) & 3) === 1 || bytes > into.length) return -1;
  const text = Buffer.from(codes.buffer, codes.byteOffset + from, end - from).toString('latin1');
  const written = Buffer.from(into.buffer, into.byteOffset, into.byteLength).write(text, 'base64');
  return written === bytes ? bytes : decodeBase64Into(codes, from, to, into);
}
