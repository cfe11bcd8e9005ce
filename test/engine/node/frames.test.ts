import * as fc from 'fast-check';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import * as ws from 'ws';
import type { PlanAudio } from '../../../src/core/plan/plan.ts';
import { framed, frameOf, payloadOf, viewsOf, writeEnveloped } from '../../../src/engine/node/frames.ts';

/** What ws itself reads with; its published types leave it out. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean; skipUTF8Validation: boolean }) => Writable;
};

function audioOf(messages: readonly string[]): PlanAudio {
  const parts = messages.map((message) => Buffer.from(message, 'latin1'));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = (offsets[i] as number) + part.length));
  return { bytes: Buffer.concat(parts), offsets };
}

/** What a server reads, by the receiver of ws. */
function read(bytes: Uint8Array): Promise<string[]> {
  const heard: string[] = [];
  const receiver = new Receiver({ isServer: true, skipUTF8Validation: true });
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    heard.push(`${isBinary ? 'bytes ' : ''}${data.toString('latin1')}`);
  });
  return new Promise((resolve, reject) => {
    receiver.on('error', reject);
    receiver.on('finish', () => setImmediate(() => resolve(heard)));
    receiver.end(Buffer.from(bytes));
  });
}

describe('ready-made frames', () => {
  const length = fc.oneof(
    fc.integer({ min: 1, max: 200 }),
    fc.constantFrom(125, 126, 65_535, 65_536, 70_000),
  );

  it('are read by a server as the messages they hold, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 6 }), async (lengths) => {
        const messages = lengths.map((characters, i) => String.fromCharCode(97 + i).repeat(characters));
        const { bytes, offsets } = framed(audioOf(messages));
        expect(await read(bytes)).toEqual(messages);
        for (const [i, message] of messages.entries()) {
          expect(await read(bytes.subarray(offsets[i], offsets[i + 1]))).toEqual([message]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are binary messages where their audio is raw, and so is one that is made like them', async () => {
    const messages = ['\u0000\u00ff\u0080', '"='.repeat(200)];
    const frames = viewsOf(framed(audioOf(messages), { encoding: 'raw' }));
    const like = frameOf('\u00fe\u0001', frames[0]);
    expect((await Promise.all([...frames, like].map(read))).flat()).toEqual([
      ...messages.map((message) => `bytes ${message}`),
      'bytes \u00fe\u0001',
    ]);
    const [text] = viewsOf(framed(audioOf(['{}']))) as [Buffer];
    expect(await read(frameOf('[1]', text))).toEqual(['[1]']);
  });

  it('lie in shared memory', () => {
    expect(framed(audioOf(['a'])).bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('are each a view of their own over that memory, wherever in it the frames begin', async () => {
    const messages = ['first', 'b'.repeat(300), 'third'];
    const frames = viewsOf(framed(audioOf(messages)));
    expect(await Promise.all(frames.map(read))).toEqual(messages.map((message) => [message]));
    expect(new Set(frames.map(({ buffer }) => buffer)).size).toBe(1);
  });

  it('give back the message they hold, in the memory it is in', () => {
    fc.assert(
      fc.property(length, (characters) => {
        const [frame] = viewsOf(framed(audioOf(['a'.repeat(characters)]))) as [Buffer];
        const payload = payloadOf(frame);
        expect(payload.toString()).toBe('a'.repeat(characters));
        expect(payload.buffer).toBe(frame.buffer);
      }),
    );
  });

  it('are read with what a session wants around them, and say how long they are then', async () => {
    const text = fc.stringMatching(/^[ -~]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(length, text, text, async (characters, before, after) => {
        const pieces: Buffer[] = [];
        const wire = new Writable({
          write: (piece: Buffer, _, done) => {
            pieces.push(piece);
            done();
          },
        });
        const written = writeEnveloped(wire, frameOf('a'.repeat(characters)), { before, after });
        const bytes = Buffer.concat(pieces);
        expect(bytes).toHaveLength(written);
        expect(await read(bytes)).toEqual([`${before}${'a'.repeat(characters)}${after}`]);
      }),
      { numRuns: 40 },
    );
  });

  it('are whole around binary ones, whatever bytes stand there', () => {
    const ready = viewsOf(
      framed({ bytes: Uint8Array.of(1, 2), offsets: Uint32Array.of(0, 2) }, { encoding: 'raw' }),
    );
    const pieces: Buffer[] = [];
    const wire = new Writable({ write: (piece: Buffer, _, done) => (pieces.push(piece), done()) });
    writeEnveloped(wire, ready[0] as Buffer, { before: '\u00ff\u0080', after: '\u00e9' });
    const [frame] = pieces;
    expect([frame?.[0], ...payloadOf(frame as Buffer)]).toEqual([0x82, 0xff, 0x80, 1, 2, 0xe9]);
  });
});
