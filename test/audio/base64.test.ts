import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeBase64Into, encodeBase64 } from '../../src/audio/base64.ts';

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

describe('base64 into memory that is there', () => {
  const into = new Uint8Array(500);
  const decoded = (text: string, room = into): Uint8Array | null => {
    const codes = Buffer.from(`"${text}"`, 'latin1');
    const length = decodeBase64Into(codes, 1, codes.length - 1, room);
    return length === -1 ? null : room.slice(0, length);
  };

  it('reads either alphabet, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        const padded = buffer.toString('base64');
        for (const text of [padded, padded.replace(/=+$/, ''), buffer.toString('base64url')]) {
          expect(decoded(text)).toEqual(new Uint8Array(bytes));
        }
      }),
    );
  });

  it('refuses what is none, wherever in it that shows', () => {
    const good = Buffer.from('four and twenty').toString('base64');
    for (let at = 0; at < good.length; at++) {
      expect(decoded(`${good.slice(0, at)}*${good.slice(at + 1)}`)).toBeNull();
    }
    for (const text of ['A', 'AAAAA', 'AA==AAAA', 'A===', 'é___', 'AA A']) expect(decoded(text)).toBeNull();
  });

  it('never writes over the end of the memory', () => {
    expect(decoded('AAAA', new Uint8Array(2))).toBeNull();
    expect(decoded('AAAA', new Uint8Array(3))).toEqual(new Uint8Array(3));
  });
});
