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

describe('a payload of raw bytes', () => {
  // Every value, those of quotes, pads and beyond ASCII too.
  const bytes = Buffer.from(pcm.buffer);

  it.each([
    ['a string', (): WireText => new StringText(`x${bytes.toString('latin1')}`, true)],
    [
      'bytes as they were received',
      (): WireText => {
        const wire = new ReceivedText();
        wire.bytes = Buffer.concat([Buffer.from('x'), bytes]);
        return wire;
      },
    ],
  ])('in %s is read as it stands there, in slices', (_name, of) => {
    const reader = new PayloadReader({ ...PCM, encoding: 'raw' }).open(of(), 1, 1 + bytes.length);
    const all: number[] = [];
    for (let samples = reader?.next(); samples; samples = reader?.next()) {
      expect(samples.length).toBeLessThanOrEqual(SLICE_MS * 24);
      all.push(...samples);
    }
    expect(all).toEqual([...pcm]);
  });

  it('may break off within a sample, which the next one goes on with', () => {
    const reader = new PayloadReader({ ...PCM, encoding: 'raw' });
    const [first, second] = [bytes.subarray(0, 5), bytes.subarray(5, 12)].map(
      (part) => new StringText(part.toString('latin1'), true),
    ) as [StringText, StringText];
    expect([...(reader.open(first, 0, 5)?.next() ?? [])]).toEqual([...pcm.subarray(0, 2)]);
    expect([...(reader.open(second, 0, 7, true)?.next() ?? [])]).toEqual([...pcm.subarray(2, 6)]);
  });
});
