/**
 * The fast way out: nearly all that the server sends is audio, the same recordings to everyone. So a delta is a WebSocket frame
 * in three parts (RFC 6455, 5.2: text, final, without a mask), of which the audio is kept and shared by all who are sent
 * it. The text that `wire.ts` writes is the measure of what is in it.
 */

import type { AudioDelta } from './wire.ts';
import { DELTA_TAIL, deltaHead } from './wire.ts';

const FINAL_TEXT = 0x81;
const TAIL = Buffer.from(DELTA_TAIL, 'latin1');
/** Of a quarter of a second each: an agent's own lines are some hundreds. */
const MOST_KEPT = 1024;

const kept = new Map<string, Buffer>();

/** To be written one after the other. None of them may be changed. */
export function deltaFrame(event: AudioDelta): readonly [Buffer, Buffer, Buffer] {
  const audio = bytesOf(event.delta);
  const head = deltaHead(event);
  const length = head.length + audio.length + TAIL.length;
  const wide = length > 0xffff;
  const headerBytes = wide ? 10 : length > 125 ? 4 : 2;
  const front = Buffer.allocUnsafe(headerBytes + head.length);
  front[0] = FINAL_TEXT;
  if (headerBytes === 2) front[1] = length;
  else if (wide) {
    front[1] = 127;
    front.writeUIntBE(0, 2, 2);
    front.writeUIntBE(length, 4, 6);
  } else {
    front[1] = 126;
    front.writeUInt16BE(length, 2);
  }
  front.write(head, headerBytes, 'latin1');
  return [front, audio, TAIL];
}

function bytesOf(delta: string): Buffer {
  let bytes = kept.get(delta);
  if (bytes === undefined) {
    if (kept.size === MOST_KEPT) kept.clear();
    bytes = Buffer.from(delta, 'latin1');
    kept.set(delta, bytes);
  }
  return bytes;
}
