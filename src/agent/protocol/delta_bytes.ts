/**
 * The fast way out: nearly all that the server sends is audio, so a delta's base64 is copied to where the socket takes it
 * from as it is. The text that `wire.ts` writes is the measure of it.
 */

import type { AudioDelta } from './wire.ts';
import { DELTA_TAIL, deltaHead } from './wire.ts';

/** Memory for some sixteen deltas at a time: to ask for that of each one costs more than to fill it. */
const SLAB_BYTES = 256 * 1024;
let slab = Buffer.alloc(0);
let used = 0;

/** What it returns is the caller's for good. */
export function deltaBytes(event: AudioDelta): Buffer {
  const head = deltaHead(event);
  const { delta } = event;
  const bytes = room(head.length + delta.length + DELTA_TAIL.length);
  bytes.write(head, 0, 'latin1');
  bytes.write(delta, head.length, 'latin1');
  bytes.write(DELTA_TAIL, head.length + delta.length, 'latin1');
  return bytes;
}

function room(length: number): Buffer {
  if (length > SLAB_BYTES) return Buffer.allocUnsafe(length);
  if (used + length > slab.length) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    used = 0;
  }
  const from = used;
  used += length;
  return slab.subarray(from, used);
}
