/** A piece of the caller's audio, as it comes in base64. Pure. */

import { decodeBase64 } from '../../audio/base64.ts';
import type { ClientMessage } from '../protocol/wire.ts';
import { badAudio } from '../protocol/wire.ts';
import type { WireFormat } from './wire_format.ts';
import { G711_SILENCE } from '../../audio/g711.ts';

export function audioOf(
  base64: string,
  eventId: string | null,
): ClientMessage & { type: 'append' | 'unreadable' } {
  try {
    const bytes = decodeBase64(base64);
    return { type: 'append', bytes, zeros: bytes.every((byte) => byte === 0), eventId };
  } catch {
    return { ...badAudio('it is not valid base64'), eventId };
  }
}

/** As long, and silent. */
export function silentAs(bytes: Uint8Array, { name }: WireFormat): Uint8Array {
  const silent = new Uint8Array(bytes.length);
  return name === 'pcm16' ? silent : silent.fill(G711_SILENCE[name]);
}
