/**
 * The fast way in: most of what a client sends is audio in one and the same shape, so its base64 is found by its place and
 * decoded straight from the socket's bytes. Anything that is not exactly that shape goes through `wire.ts`, which parses
 * it; the two agree on every message. What is not UTF-8 is not JSON either: nobody else checks that. The bytes of an append are overwritten by the next one.
 */

import { headOf } from '../../audio/head.ts';
import { decodeUnpadded } from './base64_kernel.ts';
import type { ClientMessage } from './wire.ts';
import { notJson, readClient } from './wire.ts';

const HEADS = [
  Buffer.from('{"type":"input_audio_buffer.append","audio":"', 'latin1'),
  Buffer.from('{"type": "input_audio_buffer.append", "audio": "', 'latin1'),
];
const TAIL = Buffer.from('"}', 'latin1');

/** A caller who says nothing into a quiet microphone sends this for most of a call. */
const SILENCE = Buffer.alloc(64 * 1024, 'A');
const zeros = headOf(new Uint8Array((SILENCE.length / 4) * 3));

export function readClientBytes(data: Buffer): ClientMessage {
  for (const head of HEADS) {
    const from = head.length;
    const to = data.length - TAIL.length;
    if (to < from || data.compare(head, 0, from, 0, from) !== 0) continue;
    if (data[to] !== TAIL[0] || data[to + 1] !== TAIL[1]) break;
    const silent = isZeros(data, from, to);
    const bytes = silent ? zeros(((to - from) / 4) * 3) : decodeUnpadded(data.subarray(from, to));
    if (bytes === null) break;
    return { type: 'append', bytes, zeros: silent, eventId: null };
  }
  const text = textOf(data);
  return text === null ? notJson() : readClient(text);
}

/** Null: it is not UTF-8. A mark of byte order is left in, and is no JSON. */
function textOf(data: Buffer): string | null {
  try {
    return utf8.decode(data);
  } catch {
    return null;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isZeros(data: Buffer, from: number, to: number): boolean {
  const characters = to - from;
  return (
    characters % 4 === 0 &&
    characters <= SILENCE.length &&
    data.compare(SILENCE, 0, characters, from, to) === 0
  );
}
