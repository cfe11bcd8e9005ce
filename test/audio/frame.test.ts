import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutFrames, frameLength, wholeFrames } from '../../src/audio/frame.ts';

describe('cutFrames', () => {
  it('gives the samples and then zeros, in frames of one length', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ maxLength: 2000 }),
        fc.integer({ min: 20, max: 200 }),
        fc.constantFrom(8000, 24000),
        (samples, frameMs, rate) => {
          const frames = cutFrames(samples, rate, frameMs);
          const length = frameLength(rate, frameMs);
          expect(frames.map((frame) => frame.length)).toEqual(
            Array.from({ length: Math.ceil(samples.length / length) }, () => length),
          );
          const joined = frames.flatMap((frame) => [...frame]);
          expect(joined.slice(0, samples.length)).toEqual([...samples]);
          expect(joined.slice(samples.length).every((sample) => sample === 0)).toBe(true);
        },
      ),
    );
  });

  it('shares no memory with its input', () => {
    const samples = new Int16Array(480).fill(1);
    const [frame] = cutFrames(samples, 24_000, 20);
    samples.fill(2);
    expect(frame?.[0]).toBe(1);
  });
});

describe('wholeFrames', () => {
  it('is cut into the same frames as what it was made of', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ maxLength: 2000 }),
        fc.integer({ min: 20, max: 200 }),
        (samples, frameMs) => {
          const whole = wholeFrames(samples, 8000, frameMs);
          expect(whole.length % frameLength(8000, frameMs)).toBe(0);
          expect(cutFrames(whole, 8000, frameMs)).toEqual(cutFrames(samples, 8000, frameMs));
        },
      ),
    );
  });

  it('shares no memory with its input, even where nothing is missing', () => {
    const samples = new Int16Array(480).fill(1);
    const whole = wholeFrames(samples, 24_000, 20);
    samples.fill(2);
    expect(whole[0]).toBe(1);
  });
});

describe('frameLength', () => {
  it('counts samples', () => {
    expect(frameLength(24_000, 100)).toBe(2400);
    expect(frameLength(8_000, 20)).toBe(160);
  });

  it.each([19, 201, 20.5, Number.NaN])('refuses %s ms', (frameMs) => {
    expect(() => frameLength(24_000, frameMs)).toThrow(RangeError);
  });

  it('refuses a broken sample', () => {
    expect(() => frameLength(44_100, 25)).toThrow('not a whole number of samples');
  });
});
