import { describe, expect, it } from 'vitest';
import { ReceivedText } from '../../src/engine/node/received_text.ts';
import { PayloadReader, SLICE_MS } from '../../src/engine/payload_reader.ts';
import { StringText } from '../../src/engine/string_text.ts';
import type { WireText } from '../../src/dialect/dialect.ts';

const PCM = { format: 'pcm16', sampleRate: 24000, bytesPerMs: 48 } as const;
const pcm = Int16Array.from({ length: 24 * 130 }, (_, i) => (i * 37) % 30_000);
const base64 = Buffer.from(pcm.buffer).toString('base64');

function received(text: string): WireText {
  const wire = new ReceivedText();
  wire.bytes = Buffer.from(text);
  return wire;
}

function read(wire: WireText, from: number, to: number): number[] | null {
  const reader = new PayloadReader(PCM).open(wire, from, to);
  if (reader === null) return null;
  const all: number[] = [];
  for (let samples = reader.next(); samples !== null; samples = reader.next()) {
    expect(samples.length).toBeLessThanOrEqual(SLICE_MS * 24);
    all.push(...samples);
  }
  return all;
}

describe.each([
  ['a string', (text: string): WireText => new StringText(text)],
  ['bytes as they were received', received],
])('a payload in %s', (_name, of) => {
  it('is read in slices, all of it, from where it stands', () => {
    expect(read(of(`{"delta":"${base64}"}`), 10, 10 + base64.length)).toEqual([...pcm]);
  });

  it('may be of the other alphabet, and without padding', () => {
    const bare = Buffer.from(pcm.buffer).subarray(0, 100).toString('base64url');
    expect(read(of(bare), 0, bare.length)).toEqual([...pcm.subarray(0, 50)]);
  });

  it('is none where it is no base64, or of no length', () => {
    expect(read(of('!!!!'), 0, 4)).toBeNull();
    expect(read(of('AAA*'), 0, 4)).toBeNull();
    expect(read(of(''), 0, 0)).toEqual([]);
  });
});
