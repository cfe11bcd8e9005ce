/**
 * The fast way in: most of what a client sends is audio in one and the same shape, so its base64 is found by its place and
 * decoded straight from the socket's bytes. Anything that is not exactly that shape goes through `wire.ts`, which parses
 * it; the two agree on every message. The bytes of an append are overwritten by the next one.
 */

import { MAX_AUDIO_CHARACTERS } from './client_event.ts';
import type { ClientMessage } from './wire.ts';
import { readClient } from './wire.ts';

const HEADS = [
  Buffer.from('{"type":"input_audio_buffer.append","audio":"', 'latin1'),
  Buffer.from('{"type": "input_audio_buffer.append", "audio": "', 'latin1'),
];
const TAIL = Buffer.from('"}', 'latin1');

/** A caller who says nothing into a quiet microphone sends this for most of a call. */
const SILENCE = Buffer.alloc(64 * 1024, 'A');
const ZEROS = Buffer.alloc((SILENCE.length / 4) * 3);

let scratch = Buffer.allocUnsafeSlow(64 * 1024);

export function readClientBytes(data: Buffer): ClientMessage {
  for (const head of HEADS) {
    const from = head.length;
    const to = data.length - TAIL.length;
    if (to < from || data.compare(head, 0, from, 0, from) !== 0) continue;
    if (data[to] !== TAIL[0] || data[to + 1] !== TAIL[1]) break;
    const zeros = isZeros(data, from, to);
    const bytes = zeros ? ZEROS.subarray(0, ((to - from) / 4) * 3) : decode(data, from, to);
    if (bytes === null) break;
    return { type: 'append', bytes, zeros, eventId: null };
  }
  return readClient(data.toString('utf8'));
}

function isZeros(data: Buffer, from: number, to: number): boolean {
  const characters = to - from;
  return (
    characters % 4 === 0 &&
    characters <= SILENCE.length &&
    data.compare(SILENCE, 0, characters, from, to) === 0
  );
}

/** Null where the text is not padded base64 from end to end: Node's decoder skips what it does not know. */
function decode(data: Buffer, from: number, to: number): Buffer | null {
  const characters = to - from;
  if (characters % 4 !== 0 || characters > MAX_AUDIO_CHARACTERS) return null;
  if (characters === 0) return scratch.subarray(0, 0);
  const padding = data[to - 1] !== 61 ? 0 : data[to - 2] !== 61 ? 1 : 2;
  // Stray bits before a padding are refused by the strict decoder: let it have the last word.
  if (padding > 0) return null;
  const length = (characters / 4) * 3;
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(length);
  const written = scratch.write(data.toString('latin1', from, to), 0, length, 'base64');
  // Skipped characters make the result shorter; url-safe ones do not, and a quote or an escape would be skipped too.
  if (written !== length || hasUrlSafe(data, from, to)) return null;
  return scratch.subarray(0, length);
}

function hasUrlSafe(data: Buffer, from: number, to: number): boolean {
  const dash = data.indexOf(45, from);
  if (dash !== -1 && dash < to) return true;
  const underscore = data.indexOf(95, from);
  return underscore !== -1 && underscore < to;
}
