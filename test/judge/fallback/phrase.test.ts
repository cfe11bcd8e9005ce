/** A phrase that is passed over because its words are not there would not have been found either. */

import { describe, expect, it } from 'vitest';
import type { LanguagePatterns } from '../../../src/judge/fallback/language_patterns.ts';
import { english } from '../../../src/judge/fallback/language/english.ts';
import { french } from '../../../src/judge/fallback/language/french.ts';
import { german } from '../../../src/judge/fallback/language/german.ts';
import { japanese } from '../../../src/judge/fallback/language/japanese.ts';
import { portuguese } from '../../../src/judge/fallback/language/portuguese.ts';
import { spanish } from '../../../src/judge/fallback/language/spanish.ts';
import { compilePhrase, findPhrase } from '../../../src/judge/fallback/phrase.ts';
import { sentencesOf } from '../../../src/judge/fallback/sentence.ts';

function phrasesOf({ askedAgain, groups }: LanguagePatterns): readonly string[] {
  return [...askedAgain, ...groups.flatMap(({ say, unless = [] }) => [...say, ...unless])];
}

describe.each([english, spanish, german, french, portuguese, japanese])(
  'phrases of $language',
  (patterns) => {
    const joined = patterns.joined === true;
    const compiled = phrasesOf(patterns).map((phrase) => compilePhrase(phrase, joined));

    it('are passed over only where they are not', () => {
      // Of its own words there is hardly a combination that is nearer to a phrase than the phrases beside it.
      const plains = phrasesOf(patterns)
        .filter((_, i) => joined || i % 4 === 0)
        .flatMap((phrase) => sentencesOf(phrase.replaceAll(/[()?|*^$]/g, ' '), joined))
        .map(({ plain }) => plain);
      const wrong: string[] = [];
      let passedOver = 0;
      let found = 0;
      for (const phrase of compiled) {
        for (const plain of plains) {
          const isThere = phrase.expression.test(plain);
          if ((findPhrase(phrase, plain, joined) !== null) !== isThere)
            wrong.push(`${phrase.written}: ${plain}`);
          if (isThere) found++;
          if (!phrase.needs.every((need) => need.some((words) => plain.includes(words)))) passedOver++;
        }
      }
      expect(wrong).toEqual([]);
      expect(found).toBeGreaterThan(10);
      expect(passedOver).toBeGreaterThan(found);
    });
  },
);

describe('what a phrase needs', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ['sorry i missed that', [[' sorry i missed that ']]],
    ['(did|could) not', [[' did ', ' could '], [' not ']]],
    ['(really)? not', [[' not ']]],
    ['transfer*', [[' transfer']]],
    ['not * catch', [[' not '], [' catch ']]],
    // An alternative that begins with a gap needs what comes after it.
    ['(* you|us now) go', [[' you ', ' us now '], [' go ']]],
    ['((a)?|b) c', [[' c ']]],
  ])('%s', (phrase, needs) => {
    expect(compilePhrase(phrase, false).needs).toEqual(needs);
  });
});
