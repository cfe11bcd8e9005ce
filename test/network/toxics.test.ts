/** Each toxic held to its own law, by the bytes of one direction and their instants. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import { Stream } from '../../src/network/stream.ts';
import { toxics } from '../../src/network/toxics.ts';
import { readToxic } from '../../src/network/read_toxic.ts';

interface Piece {
  readonly bytes: number;
  readonly atMs: number;
}

interface Window {
  readonly fromMs?: number;
  readonly untilMs?: number;
}

function streamOf(
  wishes: readonly (readonly [name: string, given?: Readonly<Record<string, string>>, window?: Window])[],
  seed = 1,
): { readonly stream: Stream; readonly strikes: readonly number[][] } {
  const strikes: number[][] = wishes.map(() => []);
  const stream = new Stream(
    wishes.map(([name, given = {}, { fromMs = 0, untilMs = Infinity } = {}], number) => {
      const read = readToxic(name, given);
      if (!('ok' in read)) throw new Error(read.mistake);
      const poison = toxics.get(name)?.does(read.ok);
      if (poison?.type !== 'shapes') throw new Error(`${name} shapes nothing`);
      const shaper = poison.shaper(new Random(seed, name, number));
      return { shaper, fromMs, untilMs, struck: (atMs) => strikes[number]?.push(atMs) };
    }),
  );
  return { stream, strikes };
}

function through(stream: Stream, chunks: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { bytes, atMs } of chunks) {
    stream.pass(bytes, atMs, (piece, pieceMs) => pieces.push({ bytes: piece, atMs: pieceMs }));
  }
  return pieces;
}

/** Apart by more than any delay: none waits for another. */
const apart = (count: number, bytes: number, everyMs = 1000): Piece[] =>
  Array.from({ length: count }, (_, i) => ({ bytes, atMs: i * everyMs }));

const total = (pieces: readonly Piece[]): number => pieces.reduce((sum, { bytes }) => sum + bytes, 0);

describe('latency', () => {
  it('delays by so much, more or less its jitter, evenly, to both sides', () => {
    const { stream } = streamOf([['latency', { latency: '100ms', jitter: '20ms' }]]);
    const chunks = apart(20_000, 10);
    const delays = through(stream, chunks).map(({ atMs }, i) => atMs - (chunks[i] as Piece).atMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(80);
    expect(Math.min(...delays)).toBeLessThan(80.1);
    expect(Math.max(...delays)).toBeLessThanOrEqual(120);
    expect(Math.max(...delays)).toBeGreaterThan(119.9);
    const mean = delays.reduce((sum, ms) => sum + ms, 0) / delays.length;
    expect(mean).toBeCloseTo(100, 0);
    // Even: a tenth of the delays is in each tenth of the range.
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = delays.filter((ms) => Math.floor((ms - 80) / 4) === tenth).length;
      expect(within / delays.length).toBeGreaterThan(0.09);
      expect(within / delays.length).toBeLessThan(0.11);
    }
  });

  it('lets nothing overtake, nor come before it was sent', () => {
    const { stream } = streamOf([['latency', { latency: '30ms', jitter: '200ms' }]]);
    const chunks = apart(5000, 10, 3);
    const pieces = through(stream, chunks);
    for (const [i, { atMs }] of pieces.entries()) {
      expect(atMs).toBeGreaterThanOrEqual((chunks[i] as Piece).atMs);
      expect(atMs).toBeGreaterThanOrEqual(pieces[i - 1]?.atMs ?? 0);
    }
    expect(total(pieces)).toBe(50_000);
  });
});

describe('bandwidth', () => {
  it.each([
    ['100B/s', 100],
    ['30kB/s', 30_000],
    ['2MB/s', 2_000_000],
  ])('lets %s through, within 2 %, however the data comes', (rate, bytesPerS) => {
    const draws = new Random('chunks', rate);
    const { stream } = streamOf([['bandwidth', { rate }]]);
    const seconds = 20;
    const chunks: Piece[] = [];
    for (let left = bytesPerS * seconds; left > 0;) {
      const bytes = Math.min(left, 1 + draws.below(bytesPerS));
      left -= bytes;
      chunks.push({ bytes, atMs: 5 });
    }
    const pieces = through(stream, chunks);
    expect(total(pieces)).toBe(bytesPerS * seconds);
    for (const second of [1, 5, 19]) {
      const by = total(pieces.filter(({ atMs }) => atMs - 5 <= second * 1000));
      expect(Math.abs(by / (bytesPerS * second) - 1)).toBeLessThan(0.1 / second + 0.02);
    }
    const lastMs = (pieces.at(-1) as Piece).atMs - 5;
    expect(Math.abs(lastMs / (seconds * 1000) - 1)).toBeLessThan(0.02);
    // No piece is of more than a tenth of a second.
    expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBeLessThanOrEqual(bytesPerS / 10);
  });

  it('saves nothing up while nothing comes', () => {
    const { stream } = streamOf([['bandwidth', { rate: '1kB/s' }]]);
    const pieces = through(stream, [
      { bytes: 100, atMs: 0 },
      { bytes: 100, atMs: 10_000 },
    ]);
    expect(pieces.map(({ atMs }) => atMs)).toEqual([100, 10_100]);
  });
});

describe('slicer', () => {
  it('cuts into slices of a size, more or less its variation, with the delay between any two', () => {
    const { stream } = streamOf([['slicer', { average_size: '100B', size_variation: '40B', delay: '2ms' }]]);
    const pieces = through(stream, [
      { bytes: 100_000, atMs: 50 },
      { bytes: 100_000, atMs: 60 },
    ]);
    expect(total(pieces)).toBe(200_000);
    const slices = pieces.slice(0, -1);
    // All but the last of each chunk are of a drawn size.
    const sizes = slices.map(({ bytes }) => bytes).filter((bytes) => bytes >= 60);
    expect(slices.length - sizes.length).toBeLessThanOrEqual(1);
    expect(Math.min(...sizes)).toBe(60);
    expect(Math.max(...sizes)).toBe(140);
    const mean = sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;
    expect(Math.abs(mean - 100)).toBeLessThan(2);
    for (const [i, { atMs }] of pieces.entries()) expect(atMs).toBeCloseTo(50 + 2 * i, 6);
  });

  it('makes no difference to what is smaller than a slice', () => {
    const { stream, strikes } = streamOf([['slicer', { average_size: '512B', delay: '10ms' }]]);
    expect(through(stream, apart(3, 500))).toEqual(apart(3, 500));
    expect(strikes).toEqual([[]]);
  });
});

describe('limit_data', () => {
  it.each([1, 999, 1000, 1001, 12_345])('lets %i bytes through, to the byte, and ends', (limit) => {
    const { stream, strikes } = streamOf([['limit_data', { bytes: `${limit}B` }]]);
    const pieces = through(stream, apart(50, 1000));
    expect(total(pieces)).toBe(limit);
    const lastMs = (Math.ceil(limit / 1000) - 1) * 1000;
    expect(stream.endMs).toBe(lastMs);
    expect(strikes).toEqual([[lastMs]]);
  });

  it('ends after what got through, where that comes later', () => {
    const { stream } = streamOf([
      ['limit_data', { bytes: '1500B' }],
      ['latency', { latency: '250ms' }],
    ]);
    const pieces = through(stream, apart(3, 1000));
    expect(pieces).toEqual([
      { bytes: 1000, atMs: 250 },
      { bytes: 500, atMs: 1250 },
    ]);
    expect(stream.endMs).toBe(1250);
  });
});

describe('toxics one after another', () => {
  const several = [
    ['latency', { latency: '80ms', jitter: '80ms' }, { fromMs: 1000, untilMs: 9000 }],
    ['slicer', { average_size: '64B', size_variation: '32B', delay: '1ms' }, { untilMs: 7000 }],
    ['bandwidth', { rate: '20kB/s' }, { fromMs: 3000 }],
  ] as const;
  const chunks = Array.from({ length: 600 }, (_, i) => ({ bytes: 1 + ((i * 37) % 900), atMs: i * 20 }));

  it('lose no byte and keep the order, whatever is switched on and off', () => {
    const pieces = through(streamOf(several).stream, chunks);
    expect(total(pieces)).toBe(total(chunks));
    for (let i = 1; i < pieces.length; i++) {
      expect((pieces[i] as Piece).atMs).toBeGreaterThanOrEqual((pieces[i - 1] as Piece).atMs);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const first = through(streamOf(several).stream, chunks);
    expect(through(streamOf(several).stream, chunks)).toEqual(first);
    expect(through(streamOf(several, 2).stream, chunks)).not.toEqual(first);
  });

  it('work while they are on: from an instant, before another', () => {
    const { stream, strikes } = streamOf([
      ['latency', { latency: '100ms' }, { fromMs: 1000, untilMs: 3000 }],
    ]);
    const pieces = through(stream, apart(5, 10));
    expect(pieces.map(({ atMs }) => atMs)).toEqual([0, 1100, 2100, 3000, 4000]);
    expect(strikes).toEqual([[1000, 2000]]);
  });
});
