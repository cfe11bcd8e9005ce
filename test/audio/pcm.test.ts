import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcm16FromBytes, pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../../src/audio/pcm.ts';

const samples = fc.int16Array({ maxLength: 300 });

describe('pcm16 bytes', () => {
  it('are little-endian', () => {
    expect([...pcm16ToBytes(Int16Array.of(1, -2, 0x1234))]).toEqual([1, 0, 0xfe, 0xff, 0x34, 0x12]);
  });

  it('come back as the same samples from any alignment', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 3 }), (input, shift) => {
        const bytes = new Uint8Array(input.length * 2 + shift);
        bytes.set(pcm16ToBytes(input), shift);
        expect(pcm16FromBytes(bytes.subarray(shift))).toEqual(input);
      }),
    );
  });

  it('take only their own part of a larger buffer', () => {
    const part = Int16Array.of(1, 2, 3, 4).subarray(1, 3);
    expect([...pcm16ToBytes(part)]).toEqual([2, 0, 3, 0]);
  });

  it('leave out half a sample at the end', () => {
    expect([...pcm16FromBytes(Uint8Array.of(5, 0, 9))]).toEqual([5]);
  });
});

describe('pcm16 floats', () => {
  it('come back exactly', () => {
    fc.assert(
      fc.property(samples, (input) => {
        expect(pcm16FromFloat(pcm16ToFloat(input))).toEqual(input);
      }),
    );
  });

  it('are rounded to the nearest step and held at full scale', () => {
    const floats = Float32Array.of(0.4 / 32768, 0.6 / 32768, 1, 1.5, -1, -7);
    expect([...pcm16FromFloat(floats)]).toEqual([0, 1, 32767, 32767, -32768, -32768]);
  });
});
