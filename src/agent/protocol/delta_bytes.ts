/**
 * The fast way out: nearly all that the server sends is audio, so a delta's base64 is copied to where the socket takes it
 * from as it is. The text that `wire.ts` writes is the measure of it.
 */

import type { AudioDelta } from './wire.ts';
import { DELTA_TAIL, deltaHead } from './wire.ts';

export function deltaBytes(event: AudioDelta): Buffer {
  const head = deltaHead(event);
  const { delta } = event;
  const bytes = Buffer.allocUnsafe(head.length + delta.length + DELTA_TAIL.length);
  bytes.write(head, 0, 'latin1');
  bytes.write(delta, head.length, 'latin1');
  bytes.write(DELTA_TAIL, head.length + delta.length, 'latin1');
  return bytes;
}
