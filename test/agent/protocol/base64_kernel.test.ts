import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, decodeUnpadded } from '../../../src/agent/protocol/base64_kernel.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const characters = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('base64 without padding', () => {
  it('reads what Buffer writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), (bytes) => {
        const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
        const text = Buffer.from(whole).toString('base64');
        // By Buffer: a matcher goes through them one by one.
        expect(Buffer.from(decodeUnpadded(characters(text)) ?? [1]).equals(whole)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the 64 characters of the alphabet and no other byte, wherever it stands', () => {
    const wrong: string[] = [];
    for (let byte = 0; byte < 256; byte++) {
      const known = ALPHABET.includes(String.fromCharCode(byte));
      for (let at = 0; at < 20; at++) {
        const text = new Uint8Array(20).fill(65);
        text[at] = byte;
        if ((decodeUnpadded(text) !== null) !== known) wrong.push(`${byte} at ${at}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('takes whole groups of four, as many as there is room for, and no trace of what was there before', () => {
    expect(decodeUnpadded(new Uint8Array())).toEqual(new Uint8Array());
    for (const length of [1, 2, 3, 5]) expect(decodeUnpadded(new Uint8Array(length).fill(65))).toBe(null);
    const most = decodeUnpadded(new Uint8Array(MOST_CHARACTERS).fill(47));
    expect(most).toHaveLength((MOST_CHARACTERS / 4) * 3);
    expect(most?.every((byte) => byte === 255)).toBe(true);
    expect(decodeUnpadded(new Uint8Array(MOST_CHARACTERS + 4).fill(65))).toBe(null);
    expect(decodeUnpadded(characters('AAAA'))).toEqual(new Uint8Array(3));
  });
});
