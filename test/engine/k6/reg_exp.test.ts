import { expect, it } from 'vitest';
import { RegExp as Replaced, spelledOut } from '../../../src/engine/k6/reg_exp.ts';
import { rangesOf } from '../../../src/engine/k6/unicode_class.ts';

const NAMES = [
  'Cc',
  'Cf',
  'Cs',
  'L',
  'M',
  'N',
  'Zl',
  'Zp',
  'Script=Hiragana',
  'Script=Katakana',
  'Script=Latin',
];

/** Characters that Unicode 15 did not have: this machine's engine may know more. */
const NEWER = 10_000;

it.each(NAMES)('has the characters of %s that this machine’s engine has', (name) => {
  const ours = new RegExp(`[${rangesOf(name)}]`, 'u');
  const theirs = new RegExp(`\\p{${name}}`, 'u');
  const allOf = (pattern: RegExp): RegExp => new RegExp(pattern, 'gu');
  let missing = 0;
  // A block has no two halves of one character beside each other.
  for (let block = 0; block < 0x110000; block += 0x400) {
    const texts = Array.from({ length: 0x400 }, (_, at) => String.fromCodePoint(block + at));
    const text = texts.join('');
    if (text.replaceAll(allOf(ours), '') === text.replaceAll(allOf(theirs), '')) continue;
    for (const [at, one] of texts.entries()) {
      const is = ours.test(one);
      if (is === theirs.test(one)) continue;
      // What was assigned by then has stayed what it was.
      expect({ code: block + at, is }).toEqual({ code: block + at, is: false });
      missing++;
    }
  }
  expect(missing).toBeLessThan(NEWER);
});

it('spells out within brackets and without, and leaves what was escaped', () => {
  const zl = rangesOf('Zl');
  expect(spelledOut('[\\p{Zl}x]\\p{Zl}')).toBe(`[${zl}x][${zl}]`);
  expect(spelledOut('\\\\p{L}')).toBe('\\\\p{L}');
  expect(spelledOut('\\[\\p{Zl}')).toBe(`\\[[${zl}]`);
  expect(() => spelledOut('\\p{Lu}')).toThrow('no ranges are known');
});

it('makes such a pattern once, and it begins anew each time', () => {
  const first = new (Replaced as unknown as RegExpConstructor)('\\p{L}+', 'gu');
  expect(first.exec('to be')?.[0]).toBe('to');
  const again = new (Replaced as unknown as RegExpConstructor)('\\p{L}+', 'gu');
  expect(again).toBe(first);
  expect(again.exec('to be')?.[0]).toBe('to');
});
