import { beforeAll, describe, expect, it } from 'vitest';
import { g711Decode, g711Encode } from '../../../src/audio/g711.ts';
import { pcm16ToBytes } from '../../../src/audio/pcm.ts';
import { loadResampler, type Resampler } from '../../../src/audio/resample.ts';
import { FLUSH, WAITS, type TapeContent } from '../../../src/engine/recording/tape.ts';
import { stereoOf, type Medium, type OneWay } from '../../../src/engine/recording/stereo.ts';

let resampler: Resampler;
beforeAll(async () => {
  resampler = await loadResampler();
});

const WIDE: OneWay = { format: 'pcm16', sampleRate: 24_000 };
const NARROW: OneWay = { format: 'g711_ulaw', sampleRate: 8000 };
const FRAME_MS = 20;
const WIDE_FRAME = 480;

/** A frame of message m is m, all along. */
function medium(uplink: OneWay, downlink: OneWay): Medium {
  const payloadOf = (message: number): Uint8Array => {
    const samples = new Int16Array((uplink.sampleRate * FRAME_MS) / 1000).fill(message);
    return uplink.format === 'pcm16' ? pcm16ToBytes(samples) : g711Encode(samples, 'ulaw');
  };
  const decode = (base64: Uint8Array): Uint8Array =>
    Buffer.from(Buffer.from(base64).toString('latin1'), 'base64');
  return { frameMs: FRAME_MS, uplink, downlink, payloadOf, decode, resampler };
}

type Piece = readonly [atMs: number, bytes: Uint8Array] | readonly [atMs: number, cut: null];

function tape(
  openings: readonly (readonly [dueMs: number, frames: readonly number[]])[],
  pieces: readonly Piece[] = [],
  own: readonly Uint8Array[] = [],
): TapeContent {
  let firstFrame = 0;
  const texts = pieces.map(([, bytes]) => (bytes === null ? null : Buffer.from(bytes).toString('base64')));
  const base64 = Buffer.from(texts.join(''));
  return {
    openings: openings.map(([dueMs, frames]) => {
      const opening = { dueMs, firstFrame };
      firstFrame += frames.length;
      return opening;
    }),
    frames: Uint32Array.from(openings.flatMap(([, frames]) => frames)),
    own,
    pieces: Float64Array.from(pieces.flatMap(([atMs], i) => [atMs, texts[i]?.length ?? FLUSH])),
    // In two, to be read across.
    base64: [base64.subarray(0, 5), base64.subarray(5)],
    bytes: 0,
  };
}

function tone(value: number, ms: number): Uint8Array {
  return pcm16ToBytes(new Int16Array(ms * 24).fill(value));
}

/** Runs of equal samples: [value, samples]. */
function runs(samples: Int16Array): [number, number][] {
  const found: [number, number][] = [];
  for (const sample of samples) {
    const last = found.at(-1);
    if (last !== undefined && last[0] === sample) last[1]++;
    else found.push([sample, 1]);
  }
  return found;
}

describe('a tape as stereo', () => {
  it('has the caller left, each frame before its due instant, from the first sample that was captured', () => {
    const stereo = stereoOf(tape([[1013.7, [3, 3, 4]]]), medium(WIDE, WIDE));
    expect(stereo.originMs).toBe(993.7);
    expect(stereo.sampleRate).toBe(24_000);
    expect(runs(stereo.channels[0])).toEqual([
      [3, 2 * WIDE_FRAME],
      [4, WIDE_FRAME],
    ]);
    expect(runs(stereo.channels[1])).toEqual([[0, 3 * WIDE_FRAME]]);
  });

  it('has the agent right, when it was heard, and lasts until both are over', () => {
    const stereo = stereoOf(tape([[120, [3, 3]]], [[110, tone(9, 100)]]), medium(WIDE, WIDE));
    expect(stereo.originMs).toBe(100);
    expect(runs(stereo.channels[0])).toEqual([
      [3, 2 * WIDE_FRAME],
      [0, 70 * 24],
    ]);
    expect(runs(stereo.channels[1])).toEqual([
      [0, 10 * 24],
      [9, 100 * 24],
    ]);
  });

  it('begins whole frames earlier where the agent was heard before the microphone captured anything', () => {
    const stereo = stereoOf(tape([[120, [3]]], [[95, tone(9, 1)]]), medium(WIDE, WIDE));
    expect(stereo.originMs).toBe(80);
    expect(runs(stereo.channels[0])).toEqual([
      [0, WIDE_FRAME],
      [3, WIDE_FRAME],
    ]);
    expect(runs(stereo.channels[1])).toEqual([
      [0, 15 * 24],
      [9, 24],
      [0, 24 * 24],
    ]);
  });

  it('plays pieces without a seam where nothing lay between them, and with the gap where the buffer ran dry', () => {
    const third = 1000 / 3;
    const pieces: Piece[] = [
      [120 + third, tone(5, 20)],
      [140 + third, tone(6, 20)],
      [170 + third, tone(7, 20)],
    ];
    const [, agent] = stereoOf(tape([[120, [3]]], pieces), medium(WIDE, WIDE)).channels;
    expect(runs(agent)).toEqual([
      [0, 20 * 24 + 1000 * 8],
      [5, 480],
      [6, 480],
      [0, 240],
      [7, 480],
    ]);
  });

  it('is silent from the instant at which the agent was cut off, until it speaks anew', () => {
    const pieces: Piece[] = [
      [100, tone(5, 50)],
      [150, tone(6, 50)],
      [130, null],
      // From where it was cut off, to the sample: still another answer.
      [130, tone(7, 10)],
      [200, tone(8, 10)],
      [190, null],
    ];
    const [caller, agent] = stereoOf(tape([[120, [3]]], pieces), medium(WIDE, WIDE)).channels;
    expect(runs(agent)).toEqual([
      [5, 30 * 24],
      [7, 10 * 24],
    ]);
    expect(caller.length).toBe(agent.length);
  });

  it('does not lose the sample that two deltas share', () => {
    const bytes = pcm16ToBytes(Int16Array.from([1000, 2000, 3000]));
    const pieces: Piece[] = [
      [100, bytes.subarray(0, 3)],
      [100 + 3 / 48, bytes.subarray(3)],
    ];
    const [, agent] = stereoOf(tape([[120, []]], pieces), medium(WIDE, WIDE)).channels;
    expect([...agent]).toEqual([1000, 2000, 3000]);
  });

  it('does not lose it where the buffer ran dry between them, nor where one has no whole sample', () => {
    const bytes = pcm16ToBytes(Int16Array.from([1000, 2000, 3000]));
    const pieces: Piece[] = [
      [WAITS, bytes.subarray(0, 1)],
      [100, bytes.subarray(1, 3)],
      [100 + 10 / 24, bytes.subarray(3)],
    ];
    const { originMs, channels } = stereoOf(tape([[120, []]], pieces), medium(WIDE, WIDE));
    expect(originMs).toBe(100);
    expect([...channels[1]]).toEqual([1000, ...Array<number>(9).fill(0), 2000, 3000]);
  });

  it('does not join what breaks off in a sample to what does not go on from it', () => {
    const bytes = pcm16ToBytes(Int16Array.from([1000, 2000, 3000]));
    const pieces: Piece[] = [
      [100, bytes.subarray(0, 3)],
      [Infinity, null],
      [100 + 1 / 24, bytes.subarray(2)],
    ];
    const [, agent] = stereoOf(tape([[120, []]], pieces), medium(WIDE, WIDE)).channels;
    expect([...agent]).toEqual([1000, 2000, 3000]);
  });

  it('lays what a microphone captured after a second connection on its own grid, and silence between', () => {
    const stereo = stereoOf(
      tape([
        [120, [3, 3]],
        [505.01, [4]],
      ]),
      medium(WIDE, WIDE),
    );
    expect(runs(stereo.channels[0])).toEqual([
      [3, 2 * WIDE_FRAME],
      [0, Math.round(385.01 * 24) - 2 * WIDE_FRAME],
      [4, WIDE_FRAME],
    ]);
  });

  it('decodes G.711, and keeps its rate', () => {
    const speech = g711Encode(Int16Array.from([0, 500, -500, 8000]), 'ulaw');
    const stereo = stereoOf(tape([[120, [1000]]], [[100, speech]]), medium(NARROW, NARROW));
    expect(stereo.sampleRate).toBe(8000);
    expect([...stereo.channels[1].subarray(0, 4)]).toEqual([...g711Decode(speech, 'ulaw')]);
    expect(runs(stereo.channels[0])).toEqual([
      [g711Decode(g711Encode(Int16Array.of(1000), 'ulaw'), 'ulaw')[0], 160],
    ]);
  });

  it('brings the lower of two rates up to the higher, and moves nothing', () => {
    const up: OneWay = { format: 'pcm16', sampleRate: 8000 };
    const frames = [...Array<number>(10).fill(0), ...Array<number>(10).fill(9000)];
    const stereo = stereoOf(tape([[120, frames]], [[300, tone(4321, 200)]]), medium(up, WIDE));
    const [caller, agent] = stereo.channels;
    expect(stereo.sampleRate).toBe(24_000);
    expect([caller.length, agent.length]).toEqual([9600, 9600]);
    expect(agent.indexOf(4321)).toBe(4800);
    // Half way up the edge.
    expect(caller.findIndex((sample) => sample > 4500)).toBeCloseTo(4800, -1);
  });
});
