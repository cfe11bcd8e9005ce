import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/audio/base64.ts';

describe('base64', () => {
  it('writes what Buffer writes, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(encodeBase64(bytes)).toBe(text);
        expect(decodeBase64(text)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('holds more than one chunk of characters', () => {
    const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7) & 255);
    const text = encodeBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    expect(decodeBase64(text)).toEqual(bytes);
  });

  it.each([
    ['AAA', 'not padded'],
    ['AA$A', '"$" at 2'],
    ['A=AA', '"=" at 1'],
    ['====', '"=" at 0'],
    ['AAAé', '"é" at 3'],
    ['AB==', 'stray bits'],
    ['AAB=', 'stray bits'],
    ['AA-_', '"-" at 2'],
  ])('refuses %s', (text, reason) => {
    expect(() => decodeBase64(text)).toThrow(reason);
  });
});
