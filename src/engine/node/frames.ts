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

/** Nothing is in it: what answers it is known by its order. */
export const PING = Buffer.from([0x89, MASKED, 0, 0, 0, 0]);

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

/** A message of one call alone, a character a byte, as text or as bytes as the other is. Default: text. */
export function frameOf(message: string, like?: Buffer): Buffer {
  const header = headerBytes(message.length);
  const frame = Buffer.alloc(header + message.length);
  writeHeader(frame, like?.[0] ?? FINAL_TEXT, message.length);
  frame.write(message, header, 'latin1');
  return frame;
}

/** The message in a frame, over the memory it is in. */
export function payloadOf(frame: Buffer): Buffer {
  return frame.subarray(payloadStart(frame));
}

function payloadStart(frame: Buffer): number {
  const length = (frame[1] as number) & ~MASKED;
  return (length < 126 ? 2 : length === 126 ? 4 : 10) + KEY_BYTES;
}

/** The message of a frame, with something around it, as one frame. Returns that one's length. */
export function writeEnveloped(wire: Writable, frame: Buffer, { before, after }: Envelope): number {
  const from = payloadStart(frame);
  const length = before.length + frame.length - from + after.length;
  const whole = zeroed(headerBytes(length) + length);
  let at = writeHeader(whole, frame[0] as number, length);
  at += whole.write(before, at, 'latin1');
  at += frame.copy(whole, at, from);
  whole.write(after, at, 'latin1');
  wire.write(whole);
  return whole.length;
}

/** Fifty frames a second and call are cut from one piece after another: a buffer of its own for each costs more than it. */
const PIECE_BYTES = 512 << 10;
let piece = Buffer.alloc(0);
let cut = 0;

function zeroed(bytes: number): Buffer {
  if (bytes > PIECE_BYTES / 8) return Buffer.alloc(bytes);
  if (cut + bytes > piece.length) {
    piece = Buffer.alloc(PIECE_BYTES);
    cut = 0;
  }
  cut += bytes;
  return piece.subarray(cut - bytes, cut);
}

function headerBytes(length: number): number {
  return (length < 126 ? 2 : length < 65_536 ? 4 : 10) + KEY_BYTES;
}

/** Into zeroed memory; returns its length. */
function writeHeader(frame: Uint8Array, first: number, length: number): number {
  frame[0] = first;
  if (length < 126) frame[1] = MASKED | length;
  else if (length < 65_536) {
    frame[1] = MASKED | 126;
    frame[2] = length >> 8;
    frame[3] = length;
  } else {
    frame[1] = MASKED | 127;
    new DataView(frame.buffer, frame.byteOffset + 2, 8).setBigUint64(0, BigInt(length));
  }
  return headerBytes(length);
}
