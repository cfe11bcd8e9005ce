import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { g711Encode } from '../../src/audio/g711.ts';
import { AnswerTail } from '../../src/engine/answer_tail.ts';
import { ReceivedText } from '../../src/engine/node/received_text.ts';
import { StringText } from '../../src/engine/string_text.ts';
import type { WireAudio } from '../../src/dialect/dialect.ts';

const PCM = { format: 'pcm16', sampleRate: 24000, bytesPerMs: 48 } as const;
const ULAW = { format: 'g711_ulaw', sampleRate: 8000, bytesPerMs: 8 } as const;

/** A tone, and then so much silence. */
function spoken(toneMs: number, silentMs: number, perMs = 24): Int16Array {
  return Int16Array.from({ length: (toneMs + silentMs) * perMs }, (_, i) =>
    i < toneMs * perMs ? Math.round(6000 * Math.cos((2 * Math.PI * i) / (2 * perMs))) : 0,
  );
}

function bytesOf(pcm: Int16Array): Buffer {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

/** A message whose bytes are another's by the time the next has come, as on a socket. */
const passing = new ReceivedText();

/** The same whether the messages last or not. */
function tailOf(pieces: readonly Uint8Array[], audio: WireAudio = PCM, id = 'r1'): number {
  const [held, copied] = [new AnswerTail(audio, -50), new AnswerTail(audio, -50)];
  for (const piece of pieces) {
    const payload = Buffer.from(piece).toString(audio.encoding === 'raw' ? 'latin1' : 'base64');
    const text = `"${payload}"`;
    held.keep('r1', new StringText(text), 1, 1 + payload.length);
    passing.bytes = Buffer.from(text, 'latin1');
    copied.keep('r1', passing, 1, 1 + payload.length);
    passing.bytes.fill(65);
  }
  const inaudibleMs = held.inaudibleMs(id);
  expect(copied.inaudibleMs(id)).toBe(inaudibleMs);
  return inaudibleMs;
}

describe('the end of an answer', () => {
  it('is silent from its last audible millisecond on, whatever pieces it came in', () => {
    const silent = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(silent, fc.array(fc.integer({ min: 6, max: 300 }), { maxLength: 8 }), (silentMs, cuts) => {
        const bytes = bytesOf(spoken(400, silentMs));
        const pieces: Buffer[] = [];
        let at = 0;
        // Pieces of whole threes: none of them is padded but the last.
        for (const ms of cuts) pieces.push(bytes.subarray(at, (at += ms * 48)));
        pieces.push(bytes.subarray(at));
        expect(tailOf(pieces.filter(({ length }) => length > 0))).toBeCloseTo(silentMs, 9);
      }),
    );
  });

  it('is found where some of its messages last and others do not', () => {
    const payload = bytesOf(spoken(200, 60)).toString('base64');
    const cuts = [0, 12_000, 12_400, 14_000, payload.length];
    const tail = new AnswerTail(PCM, -50);
    for (let i = 1; i < cuts.length; i++) {
      const text = payload.slice(cuts[i - 1], cuts[i]);
      passing.bytes = Buffer.from(text, 'latin1');
      tail.keep('r1', i % 2 === 0 ? passing : new StringText(text), 0, text.length);
      passing.bytes.fill(65);
    }
    expect(tail.inaudibleMs('r1')).toBeCloseTo(60, 9);
  });

  it('is found in raw bytes too, whatever they look like, in pieces of any length', () => {
    // A sample of 15,677 is `==` at its end: in raw bytes nothing is a pad.
    const pcm = spoken(300, 100);
    pcm[24 * 200 - 1] = 15_677;
    const bytes = bytesOf(pcm);
    const raw = { ...PCM, encoding: 'raw' } as const;
    const cuts = [48 * 200, 48 * 250 + 1, 48 * 330 + 3];
    const pieces = [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i]));
    expect(tailOf(pieces, raw)).toBe(100);
  });

  it('is found in G.711 too', () => {
    const pcm = spoken(300, 120, 8);
    expect(
      tailOf([g711Encode(pcm.subarray(0, 2400), 'ulaw'), g711Encode(pcm.subarray(2400), 'ulaw')], ULAW),
    ).toBe(120);
  });

  it('is known as far as it was kept, and not beyond', () => {
    expect(tailOf([bytesOf(spoken(0, 2000))])).toBe(240);
    expect(tailOf([bytesOf(spoken(0, 100))])).toBe(100);
  });

  it('is not joined to what came before where a piece is padded', () => {
    const padded = bytesOf(spoken(100, 40)).subarray(0, 48 * 140 - 2);
    expect(padded.toString('base64').endsWith('=')).toBe(true);
    expect(tailOf([padded, bytesOf(spoken(0, 60))])).toBe(60);
    // Milliseconds are counted from its end, which is a sample short of one.
    expect(tailOf([padded])).toBe(39);
  });

  it('is of the answer that is asked about, and asked for once', () => {
    const tail = new AnswerTail(PCM, -50);
    const base64 = bytesOf(spoken(0, 50)).toString('base64');
    tail.keep('r1', new StringText(base64), 0, base64.length);
    expect(tail.inaudibleMs('r2')).toBe(0);
    expect([tail.inaudibleMs('r1'), tail.inaudibleMs('r1')]).toEqual([50, 0]);
    expect(new AnswerTail(PCM, -50).inaudibleMs('')).toBe(0);
  });

  it('is unknown where it is no base64', () => {
    const tail = new AnswerTail(PCM, -50);
    tail.keep('r1', new StringText('not base'), 0, 8);
    expect(tail.inaudibleMs('r1')).toBe(0);
  });
});
