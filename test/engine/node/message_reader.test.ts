import * as fc from 'fast-check';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as ws from 'ws';
import { MessageReader } from '../../../src/engine/node/message_reader.ts';

/** What ws itself reads with; its published types leave it out. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean; skipUTF8Validation: boolean }) => Writable;
};

const TEXT = 0x81;
const BINARY = 0x82;
const TEXT_BEGINS = 0x01;
const GOES_ON = 0x00;
const ENDS = 0x80;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;

function frame(first: number, payload: Uint8Array, { masked = false } = {}): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([first, length])
      : length < 65_536
        ? Buffer.from([first, 126, length >> 8, length & 255])
        : Buffer.concat([Buffer.from([first, 127, 0, 0, 0, 0]), Buffer.alloc(4)]);
  if (length >= 65_536) head.writeUInt32BE(length, 6);
  if (masked) head[1] = (head[1] as number) | 0x80;
  return Buffer.concat([head, ...(masked ? [Buffer.alloc(4)] : []), payload]);
}

const letters = (length: number, letter: number): Buffer => Buffer.alloc(length, 97 + (letter % 26));

interface Read {
  /** In their order: messages, and control frames by their kind. */
  readonly heard: string[];
  readonly handedOn: Buffer;
  readonly taken: number;
}

/** As a connection reads it, chunk by chunk in memory that is used again, with ws behind for what is handed on. */
async function readInChunks(bytes: Buffer, sizes: readonly number[], ahead = 0): Promise<Read> {
  const heard: string[] = [];
  const handed: Buffer[] = [];
  let taken = 0;
  const receiver = receiverInto(heard);
  const reader = new MessageReader({
    message: (message, binary) => {
      taken++;
      heard.push(told(message, binary));
    },
    ponged: () => heard.push('pong'),
    other: (other) => {
      handed.push(other);
      // As the WebSocket does: it reads no more after a close, or after what it cannot read.
      if (receiver.writable) receiver.write(other);
    },
  });
  const first = bytes.subarray(0, ahead);
  if (ahead > 0) {
    receiver.write(Buffer.from(first));
    reader.passed(first);
  }
  const memory = Buffer.alloc(70_000);
  for (let at = ahead, i = 0; at < bytes.length; i++) {
    // A thousand cuts will do.
    const cut = Math.max(sizes[i % sizes.length] as number, bytes.length >> 10);
    const size = Math.min(cut, memory.length, bytes.length - at);
    bytes.copy(memory, 0, at, at + size);
    reader.take(memory, size);
    memory.fill(0xee, 0, size);
    at += size;
  }
  await setImmediate();
  return { heard, handedOn: Buffer.concat(handed), taken };
}

function receiverInto(heard: string[]): Writable {
  const receiver = new Receiver({ isServer: false, skipUTF8Validation: true });
  receiver.on('message', (data: Buffer, binary: boolean) => heard.push(told(data, binary)));
  receiver.on('ping', () => heard.push('ping'));
  receiver.on('pong', () => heard.push('pong'));
  receiver.on('conclude', () => heard.push('close'));
  receiver.on('error', () => heard.push('error'));
  return receiver;
}

function told(message: Buffer, binary: boolean): string {
  return `${binary ? 'bytes ' : ''}${message.length} × ${message.subarray(0, 1).toString('latin1')}${message.subarray(-1).toString('latin1')}`;
}

/** What ws hears when it reads everything itself. */
async function readByWs(bytes: Buffer): Promise<string[]> {
  const heard: string[] = [];
  receiverInto(heard).write(Buffer.from(bytes));
  await setImmediate();
  return heard;
}

const length = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(125, 126, 127, 4000, 65_535, 65_536, 262_144, 262_145),
);
const piece = fc.oneof(
  { weight: 4, arbitrary: length.map((bytes) => [frame(TEXT, letters(bytes, bytes))]) },
  { weight: 1, arbitrary: length.map((bytes) => [frame(BINARY, letters(bytes, bytes))]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(PING, PONG), fc.integer({ min: 0, max: 125 }))
      .map(([kind, bytes]) => [frame(kind, letters(bytes, 3))]),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(length, { minLength: 2, maxLength: 4 })
      .map((lengths) =>
        lengths.flatMap((bytes, i) => [
          frame(i === 0 ? TEXT_BEGINS : i === lengths.length - 1 ? ENDS : GOES_ON, letters(bytes, i)),
          ...(i === 0 ? [frame(PING, letters(2, 1)), frame(PONG, letters(2, 1))] : []),
        ]),
      ),
  },
);
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(1000, 16_384, 65_536)), {
  minLength: 1,
  maxLength: 6,
});

describe('messages found where they were read', () => {
  it('are those that ws finds, in the same order, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        sizes,
        fc.nat(30),
        async (pieces, cuts, ahead) => {
          const bytes = Buffer.concat(pieces.flat());
          const whole = await readByWs(bytes);
          expect((await readInChunks(bytes, cuts)).heard).toEqual(whole);
          // Some of it came with the handshake, and ws has it already.
          expect((await readInChunks(bytes, cuts, Math.min(ahead, bytes.length))).heard).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are taken without ws where they are whole, unfragmented and of an ordinary size', async () => {
    const bytes = Buffer.concat([
      frame(TEXT, letters(10, 0)),
      frame(BINARY, letters(300, 1)),
      frame(TEXT, letters(70_000, 2)),
      frame(TEXT, letters(0, 3)),
    ]);
    for (const size of [1, 7, 65_536]) {
      const { taken, handedOn } = await readInChunks(bytes, [size]);
      expect(taken).toBe(4);
      expect(handedOn).toHaveLength(0);
    }
  });

  it('and so are pongs that come whole, but no others', async () => {
    const pongs = [frame(PONG, letters(0, 0)), frame(PONG, letters(125, 1))];
    const whole = await readInChunks(Buffer.concat(pongs), [65_536]);
    expect(whole.heard).toEqual(['pong', 'pong']);
    expect(whole.handedOn).toHaveLength(0);
    const cut = await readInChunks(Buffer.concat(pongs), [1]);
    expect(cut.heard).toEqual(['pong', 'pong']);
    expect(cut.handedOn).toEqual(Buffer.concat(pongs));
    const wrong = [frame(PONG, letters(126, 0)), frame(PONG, letters(4, 0), { masked: true })];
    for (const one of wrong) expect((await readInChunks(one, [65_536])).heard).toEqual(['error']);
  });

  it('leave what only says that it will be long to ws', async () => {
    const head = frame(TEXT, letters(1 << 20, 0)).subarray(0, 10);
    expect((await readInChunks(head, [64])).handedOn).toEqual(head);
  });

  it('that are wrong are shown to ws, with all that follows', async () => {
    const wrong = [
      frame(0xc1, letters(5, 0)),
      frame(0x83, letters(5, 0)),
      frame(ENDS, letters(5, 0)),
      frame(0x09, letters(5, 0)),
      frame(TEXT, letters(5, 0), { masked: true }),
      Buffer.concat([frame(TEXT_BEGINS, letters(5, 0)), frame(TEXT, letters(5, 1))]),
    ];
    for (const frames of wrong) {
      const bytes = Buffer.concat([frames, frame(TEXT, letters(6, 2))]);
      for (const size of [1, 64]) {
        const { heard, taken } = await readInChunks(bytes, [size]);
        expect(heard).toEqual(['error']);
        expect(taken).toBe(0);
      }
    }
  });

  it('end with the close', async () => {
    const bytes = Buffer.concat([
      frame(TEXT, letters(5, 0)),
      frame(CLOSE, Buffer.from([3, 232])),
      frame(TEXT, letters(6, 1)),
    ]);
    for (const size of [1, 3, 64])
      expect((await readInChunks(bytes, [size])).heard).toEqual(['5 × aa', 'close']);
  });

  it('end where the reader is told to stop, in the middle of a chunk too', () => {
    const heard: string[] = [];
    const handed: Buffer[] = [];
    const reader = new MessageReader({
      message: (message, binary) => {
        heard.push(told(message, binary));
        reader.stop();
      },
      ponged: () => heard.push('pong'),
      other: (other) => handed.push(other),
    });
    const rest = frame(TEXT, letters(6, 1));
    const bytes = Buffer.concat([frame(TEXT, letters(5, 0)), rest]);
    reader.take(bytes, bytes.length);
    expect(heard).toEqual(['5 × aa']);
    expect(Buffer.concat(handed)).toEqual(rest);
  });
});
