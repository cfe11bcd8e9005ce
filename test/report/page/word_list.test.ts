/** Words that columns name by their place in a list. */

import { describe, expect, it } from 'vitest';
import { shownWord, WordList } from '../../../src/report/page/word_list.ts';

describe('a list of words', () => {
  it('has each once, at the place where it came first, and no place for none', () => {
    const list = new WordList();
    const places = ['buyer', 'refund', null, 'buyer', 'quiet', 'refund'].map((word) => list.placeOf(word));
    expect(places).toEqual([0, 1, null, 0, 2, 1]);
    expect(list.words).toEqual(['buyer', 'refund', 'quiet']);
  });

  it('has five hundred of them, and all beyond are others', () => {
    const list = new WordList();
    for (let n = 0; n < 500; n++) expect(list.placeOf(`code ${n}`)).toBe(n);
    expect(list.placeOf('one more')).toBe(500);
    expect(list.placeOf('and another')).toBe(500);
    // Those that came before still have their own.
    expect(list.placeOf('code 499')).toBe(499);
    expect(list.words).toHaveLength(501);
    expect(list.words.slice(-2)).toEqual(['code 499', 'others']);
  });

  it('takes what is named so for the others, wherever it came', () => {
    const list = new WordList();
    expect(list.placeOf('others')).toBe(0);
    for (let n = 1; n < 500; n++) list.placeOf(`code ${n}`);
    expect(list.placeOf('one more')).toBe(0);
    expect(list.words).toHaveLength(500);
  });

  it('shows them as a page may, and tells them apart by all of their letters', () => {
    const list = new WordList();
    const long = 'x'.repeat(121);
    expect([`${long}a`, `${long}b`, 'a\u202E'].map((word) => list.placeOf(word))).toEqual([0, 1, 2]);
    expect(list.words[2]).toBe(String.raw`a\u202e`);
  });
});

it('a word of 120 characters is whole, and of one of more it is said how many there were', () => {
  expect(shownWord('x'.repeat(120))).toBe('x'.repeat(120));
  expect(shownWord('x'.repeat(121))).toBe(`${'x'.repeat(120)}… (cut: 121 characters in all)`);
});
