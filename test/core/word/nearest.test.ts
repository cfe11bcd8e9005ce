import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearest } from '../../../src/core/word/nearest.ts';

/** The definition, word for word: slow, and without a table. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const same = a.at(-1) === b.at(-1);
  const ways = [
    byDefinition(a.slice(0, -1), b) + 1,
    byDefinition(a, b.slice(0, -1)) + 1,
    byDefinition(a.slice(0, -1), b.slice(0, -1)) + (same ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

describe('editDistance', () => {
  it('is what its definition says', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(byDefinition(a, b));
      }),
    );
  });

  it.each([
    ['', 'abc', 3],
    ['abc', '', 3],
    ['ab', 'ba', 1],
    ['listen', 'lisetn', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from "%s" to "%s" is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

describe('nearest', () => {
  it('is the closest, and the first of those that are equally close', () => {
    expect(nearest('lisen', ['silence', 'listen', 'lives'])).toBe('listen');
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  it('is the same as when every candidate is compared letter by letter', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 9 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (said, candidates) => {
        const plain = (text: string): string => text.replaceAll('-', '');
        const far = candidates.map((each) => (plain(each) === plain(said) ? 0 : editDistance(said, each)));
        const least = Math.min(Infinity, ...far);
        const close = least <= Math.max(1, Math.floor(said.length / 3));
        expect(nearest(said, candidates)).toBe(close ? candidates[far.indexOf(least)] : undefined);
      }),
    );
  });

  it('is within a third of the word, and within one letter of a short one', () => {
    expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy');
    expect(nearest('abcdef', ['abcxyz'])).toBeUndefined();
    expect(nearest('ab', ['ax'])).toBe('ax');
    expect(nearest('ab', ['xy'])).toBeUndefined();
    expect(nearest('abc', [])).toBeUndefined();
  });

  it('does not mind capitals, nor how words are set apart', () => {
    expect(nearest('PATIENCE', ['patience'])).toBe('patience');
    expect(nearest('patience', ['PATIENCE'])).toBe('PATIENCE');
    expect(nearest('a_b-c d', ['abcx', 'abcd'])).toBe('abcd');
    expect(nearest('abcd', ['abcx', 'a_b-c d'])).toBe('a_b-c d');
    expect(nearest('ABx', ['aby'])).toBe('aby');
    expect(nearest('abx', ['ABy'])).toBe('ABy');
  });
});

describe('didYouMean', () => {
  it('asks where there is something to ask', () => {
    expect(didYouMean('lisen', ['listen'])).toBe('; did you mean "listen"?');
    expect(didYouMean('hangup', ['listen'])).toBe('');
  });
});
