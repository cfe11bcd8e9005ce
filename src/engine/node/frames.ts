/**
 * The plan's messages as whole WebSocket frames, made once for all sessions: what a session then hands to its socket is one
 * ready buffer, with nothing to add, mask or copy. RFC 6455, section 5.2: final frame of text or bytes, masked as a client's must be,
 * with a masking key of zeros, under which the payload is itself.
 */

import type { Writable } from 'node:stream';
import type { Envelope, WireAudio } from '../../dialect/dialect.ts';
import type { PlanAudio } from '../../core/plan/plan.ts';

const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
const MASKED = 0x80;
const KEY_BYTES = 4;

/** The same messages in the same order, in shared memory. `encoding`: of the audio in them; what is raw goes as binary messages. */
export function framed(
  { bytes, offsets }: PlanAudio,
  { encoding }: Pick<WireAudio, 'encoding'> = {},
): PlanAudio {
  const first = encoding === 'raw' ? FINAL_BINARY : FINAL_TEXT;
  const count = offsets.length - 1;
  const lengthOf = (message: number): number =>
    (offsets[message + 1] as number) - (offsets[message] as number);
  let length = 0;
  for (let i = 0; i < count; i++) length += headerBytes(lengthOf(i)) + lengthOf(i);
  const memory = new SharedArrayBuffer(offsets.byteLength + length);
  const starts = new Uint32Array(memory, 0, offsets.length);
  const frames = new Uint8Array(memory, offsets.byteLength, length);
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += writeHeader(frames.subarray(at), first, lengthOf(i));
    frames.set(bytes.subarray(offsets[i], offsets[i + 1]), at);
    at += lengthOf(i);
    starts[i + 1] = at;
  }
  return { bytes: frames, offsets: starts };
}

/** One Buffer for each, over the memory they are in. */
export function viewsOf({ bytes, offsets }: PlanAudio): Buffer[] {
  return Array.from(offsets.subarray(1), (end, i) => {
    const from = offsets[i] as number;
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from);
  });
}

/** A message of one call alone, a character a byte, as text or as bytes as the other is. */
export function frameOf(message: string, like: Buffer): Buffer {
  const header = headerBytes(message.length);
  const frame = Buffer.alloc(header + message.length);
  writeHeader(frame, like[0] as number, message.length);
  frame.write(message, header, 'latin1');
  return frame;
}

/** The message in a frame, over the memory it is in. */
export function payloadOf(frame: Buffer): Buffer {
  const length = (frame[1] as number) & ~MASKED;
  return frame.subarray((length < 126 ? 2 : length === 126 ? 4 : 10) + KEY_BYTES);
}

/** A frame's message with something around it as one frame; the message itself is not copied. Returns the frame's length. */
export function writeEnveloped(wire: Writable, frame: Buffer, { before, after }: Envelope): number {
  const payload = payloadOf(frame);
  const length = before.length + payload.length + after.length;
  const head = Buffer.alloc(headerBytes(length) + before.length);
  head.write(before, writeHeader(head, frame[0] as number, length), 'latin1');
  wire.cork();
  wire.write(head);
  wire.write(payload);
  if (after !== '') wire.write(after, 'latin1');
  wire.uncork();
  return head.length + payload.length + after.length;
}

function headerBytes(length: number): number {
  return (length < 126 ? 2 : length < 65_536 ? 4 : 10) + KEY_BYTES;
}

/** Into zeroed memory; returns its length. */
function writeHeader(frame: Uint8Array, first: number, length: number): number {
  const view = new DataView(frame.buffer, frame.byteOffset, headerBytes(length));
  view.setUint8(0, first);
  if (length < 126) view.setUint8(1, MASKED | length);
  else if (length < 65_536) {
    view.setUint8(1, MASKED | 126);
    view.setUint16(2, length);
  } else {
    view.setUint8(1, MASKED | 127);
    view.setBigUint64(2, BigInt(length));
  }
  return view.byteLength;
}
