import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, visible } from '../../../src/core/word/visible.ts';
import { anyText } from '../../any_text.ts';

describe('what is visible', () => {
  it.each([
    ['a\u001B[2J\u001B]0;title\u0007b', 'a\\u001b[2J\\u001b]0;title\\u0007b'],
    ['one\ntwo\r\nthree\tfour', 'one\\ntwo\\r\\nthree\\tfour'],
    // C1 controls are obeyed as much as those that begin with an escape.
    ['\u009B31mred\u0085\u007F', '\\u009b31mred\\u0085\\u007f'],
    ['abc\u202Edcba\u2066x\u2069\u200F\u061C', 'abc\\u202edcba\\u2066x\\u2069\\u200f\\u061c'],
    ['zero\u200Bwidth\uFEFF\u00AD\u2060', 'zero\\u200bwidth\\ufeff\\u00ad\\u2060'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u{E0041}\uD800', '\\u{e0041}\\ud800'],
  ])('%j is %s', (text, seen) => expect(visible(text)).toBe(seen));

  it('is what was there where nothing is obeyed', () => {
    for (const text of ['Ihre Bestellung – 5 €', 'שלום', '注文', '👩\u200D💻', 'می\u200Cخواهم', 'e\u0301'])
      expect(visible(text)).toBe(text);
  });

  it('never holds what a terminal obeys, and is not changed by being shown again', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const seen = visible(text);
        expect(seen).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);
        expect(visible(seen)).toBe(seen);
      }),
    );
  });
});

describe('cut', () => {
  it('keeps the beginning and says how much there was', () => {
    expect(cut('abcd', 4)).toBe('abcd');
    expect(cut('abcde', 4)).toBe('abcd… (cut: 5 characters in all)');
    expect(cut('abc👩e', 4)).toBe('abc… (cut: 6 characters in all)');
  });
});
