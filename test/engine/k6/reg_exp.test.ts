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
  let missing = 0;
  for (let code = 0; code < 0x110000; code++) {
    const text = String.fromCodePoint(code);
    const is = ours.test(text);
    if (is === theirs.test(text)) continue;
    // What was assigned by then has stayed what it was.
    expect({ code, is }).toEqual({ code, is: false });
    missing++;
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
