/** An audio delta's payload as samples, whatever the wire's format. Never throws on what a server sends. Pure. */

import { decodeBase64 } from '../audio/base64.ts';
import { g711Decode } from '../audio/g711.ts';
import { pcm16FromBytes } from '../audio/pcm.ts';
import type { WireAudio } from '../dialect/dialect.ts';

/** `broken`: it is no base64. */
export type Decoded = Int16Array | 'broken';

/** Either alphabet, padded or not. An odd byte at the end of PCM is left out. */
export function decodeAudio(base64: string, format: WireAudio['format']): Decoded {
  const bytes = bytesOf(base64);
  if (bytes === null) return 'broken';
  switch (format) {
    case 'pcm16':
      return pcm16FromBytes(bytes.subarray(0, bytes.length & ~1));
    case 'g711_ulaw':
      return g711Decode(bytes, 'ulaw');
    case 'g711_alaw':
      return g711Decode(bytes, 'alaw');
  }
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return decodeBase64(base64);
  } catch {
    return lenient(base64);
  }
}

function lenient(base64: string): Uint8Array | null {
  const plain = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // One character of four holds no whole byte.
  if (plain.length % 4 === 1) return null;
  try {
    return decodeBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
  } catch {
    return null;
  }
}
