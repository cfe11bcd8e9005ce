/** What people write of their own agents: merged where it can be read, told of with path and expectation where it cannot. */

import { describe, expect, it } from 'vitest';
import { CallFallbacks } from '../../../src/judge/fallback/call_fallbacks.ts';
import { mistakeIn, readOwnFallbacks } from '../../../src/judge/fallback/own_fallbacks.ts';

const mistakes = (data: unknown): readonly string[] =>
  readOwnFallbacks(data).mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`);

function labels(data: unknown, text: string): readonly string[] {
  const { options, mistakes: wrong } = readOwnFallbacks(data);
  expect(wrong).toEqual([]);
  return new CallFallbacks(options).turn({ heardText: text }).findings.map(({ label }) => label);
}

describe('own phrases', () => {
  const own = {
    language: 'en-GB',
    phrases: {
      en: {
        cannot_do: ['above my pay (grade|scale)'],
        filler: { say: ['crunching * numbers'], unless: ['numbers for you'] },
        'handover.done': { unless: ['to the music'] },
      },
    },
    handover_tools: ['warm_intro'],
    other_tools: ['transfer_seat'],
  };

  it('are found beside those that are shipped', () => {
    expect(labels(own, 'Sorry, that is above my pay grade.')).toEqual(['cannot_do']);
    expect(labels(own, "I didn't catch that.")).toEqual(['reprompt.no_match']);
    expect(labels(own, 'Just crunching all the numbers.')).toEqual(['filler']);
    expect(labels(own, 'Just crunching the numbers for you.')).toEqual([]);
  });

  it('take back what a shipped phrase found', () => {
    const text = "I'm transferring you to the music.";
    expect(labels({ language: 'en' }, text)).toEqual(['handover.done']);
    expect(labels(own, text)).toEqual([]);
  });

  it('make a language of their own, named or found out', () => {
    const phrases = { it: { 'reprompt.no_match': ['non ho (ben)? capito'] } };
    const text = 'Mi scusi, non ho capito. Può ripetere per favore?';
    expect(labels({ language: 'it', phrases }, text)).toEqual(['reprompt.no_match']);
    expect(labels({ phrases }, text)).toEqual(['reprompt.no_match']);
  });

  it('may be of a script without spaces', () => {
    const phrases = { zh: { 'reprompt.no_match': ['(没|沒)听(清|懂)'] } };
    expect(labels({ language: 'zh', phrases }, '抱歉，我没听清楚。')).toEqual(['reprompt.no_match']);
  });

  it('name tools', () => {
    expect(readOwnFallbacks(own).options).toMatchObject({
      handoverTools: ['warm_intro'],
      otherTools: ['transfer_seat'],
    });
  });
});

describe('mistakes', () => {
  it.each<readonly [unknown, readonly string[]]>([
    [[], [': expected a map of language, phrases, handover_tools, other_tools, found a list']],
    [null, [': expected a map of language, phrases, handover_tools, other_tools, found null']],
    [
      { phrase: {} },
      [
        'phrase: unknown key "phrase", expected one of language, phrases, handover_tools, other_tools; did you mean "phrases"?',
      ],
    ],
    [{ language: 'English!' }, ['language: expected a language, as en or pt-BR, found "English!"']],
    [{ language: 7 }, ['language: expected a language, as en or pt-BR, found 7']],
    [{ phrases: ['x'] }, ['phrases: expected a map of languages, found a list']],
    [{ phrases: { english: {} } }, ['phrases.english: expected a language, as en or ja, found "english"']],
    [
      { phrases: { en: { cannot_do: 'no' } } },
      ['phrases.en.cannot_do: expected a list of phrases, or say and unless, found "no"'],
    ],
    [
      { phrases: { en: { cannot_do: { say: 'no' } } } },
      ['phrases.en.cannot_do.say: expected a list of phrases, found "no"'],
    ],
    [{ phrases: { en: { cannot_do: [3] } } }, ['phrases.en.cannot_do.0: expected a phrase, found 3']],
    [
      { phrases: { en: { cannot_do: ['(a|b'] } } },
      ['phrases.en.cannot_do.0: expected each "(" to be closed'],
    ],
    [{ handover_tools: 'x' }, ['handover_tools: expected a list of at most 200 names of tools, found "x"']],
    [{ other_tools: [''] }, ['other_tools: expected a list of at most 200 names of tools, found a list']],
  ])('%j', (data, expected) => {
    expect(mistakes(data)).toEqual(expected);
  });

  it('name the label that may have been meant', () => {
    expect(mistakes({ phrases: { en: { cant_do: [] } } })[0]).toMatch(
      /^phrases\.en\.cant_do: unknown key "cant_do".*cannot_do/,
    );
  });

  it('are told all at once', () => {
    expect(
      mistakes({ language: 1, phrases: { en: { cannot_do: ['*', '('] } }, other_tools: 1 }),
    ).toHaveLength(4);
  });
});

describe('a phrase', () => {
  it.each([
    ['* *', 'expected at least one word that has to be there'],
    ['(really)?', 'expected at least one word that has to be there'],
    ['a)', 'expected no ")" without its "("'],
    ['a|b', 'expected "|" in brackets only: (one|other)'],
    ['(a|)', 'expected words in each alternative, found none'],
    ['a * b * c * d * e', 'expected at most 3 gaps (*), found 4'],
    ['(a)(b)(c)(d)(e)(f)(g)', 'expected at most 6 brackets, found 7'],
    ['x'.repeat(201), 'expected a phrase of at most 200 characters, found 201'],
    ['.*+?[]{}\\ $^', 'expected at least one word that has to be there'],
  ])('%s', (phrase, expected) => {
    expect(mistakeIn(phrase, false)).toBe(expected);
  });

  it('is no regular expression', () => {
    const phrases = { en: { cannot_do: ['a.c [xyz]+'] } };
    expect(labels({ language: 'en', phrases }, 'abc x')).toEqual([]);
    expect(labels({ language: 'en', phrases }, 'a c xyz')).toEqual(['cannot_do']);
  });
});
