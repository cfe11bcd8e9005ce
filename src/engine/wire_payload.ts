/**
 * Audio as it stands in a message: base64, or the bytes themselves, a character each. The one place that knows the difference;
 * everything else of an engine asks here. Neutral and pure; nothing is allocated where memory is given.
 */

import { encodeBase64 } from '../audio/base64.ts';
import { byteText } from '../dialect/byte_text.ts';
import type { WireAudio, WireText } from '../dialect/dialect.ts';

type Encoded = Pick<WireAudio, 'encoding'>;

/** How much room so many bytes take in a message; in base64 without padding where they are whole threes. */
export function charactersOf(bytes: number, { encoding }: Encoded): number {
  return encoding === 'raw' ? bytes : Math.ceil(bytes / 3) * 4;
}

/** What stands from `from` up to `to`, as bytes. How many there are; −1: it is none of this encoding, or there is no room for it. */
export function decoded(
  { encoding }: Encoded,
  wire: WireText,
  from: number,
  to: number,
  into: Uint8Array,
): number {
  if (encoding !== 'raw') return wire.decode(from, to, into);
  const length = to - from;
  if (length > into.length) return -1;
  wire.copy(from, to, into, 0);
  return length;
}

/** These bytes as they are put into a message. */
export function payloadText(bytes: Uint8Array, { encoding }: Encoded): string {
  return encoding === 'raw' ? byteText(bytes) : encodeBase64(bytes);
}
