/** What a recogniser makes of case, commas and apostrophes changes nothing; and no text takes for ever. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallFallbacks } from '../../../src/judge/fallback/call_fallbacks.ts';
import { anyText } from '../../any_text.ts';

const lines: readonly (readonly [string, string])[] = [
  ['en', "I'm sorry, I didn't quite catch that. Could you say it again?"],
  ['en', "We're having technical problems, so I'll transfer you to a colleague."],
  ['en', "You're all set, and it won't cost anything."],
  ['fr', "Désolé, je n'ai pas compris. Pourriez-vous répéter ?"],
  ['fr', "L'appel va être transféré, je vous passe un conseiller."],
  ['es', 'Perdone, no le he entendido. ¿Sigue ahí?'],
  ['de', 'Entschuldigung, ich kann Sie nicht hören. Sind Sie noch da?'],
  ['pt', 'Desculpe, não entendi. Vou transferir você para um atendente.'],
  ['ja', '申し訳ございません、聞き取れませんでした。担当者におつなぎします。'],
];

const labels = (language: string, heardText: string): readonly string[] =>
  new CallFallbacks({ language }).turn({ heardText }).findings.map(({ label }) => label);

const line = fc.constantFrom(...lines);

describe('the same words', () => {
  it('in any case', () => {
    fc.assert(
      fc.property(
        line,
        fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
        ([language, text], upper) => {
          const mixed = Array.from(text)
            .map((char, i) => (upper[i] === true ? char.toUpperCase() : char.toLowerCase()))
            .join('');
          expect(labels(language, mixed)).toEqual(labels(language, text));
        },
      ),
    );
  });

  it('with any apostrophe, or none', () => {
    fc.assert(
      fc.property(line, fc.constantFrom('’', '‘', '`', '´', 'ʼ', ''), ([language, text], mark) => {
        expect(labels(language, text.replaceAll("'", mark))).toEqual(labels(language, text));
      }),
    );
  });

  it('with commas, dashes, quotes and spaces between them', () => {
    const marks = fc.constantFrom(', ', ' – ', '  ', ' "', '" ', '\t', ' (', ') ');
    fc.assert(
      fc.property(line, fc.array(marks, { minLength: 40, maxLength: 40 }), ([language, text], mark) => {
        const marked = text.split(' ').reduce((sum, word, i) => `${sum}${mark[i]}${word}`);
        expect(labels(language, marked)).toEqual(labels(language, text));
      }),
    );
  });

  it('with or without accents, whole or composed, wide or narrow', () => {
    fc.assert(
      fc.property(line, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), ([language, text], form) => {
        expect(labels(language, text.normalize(form))).toEqual(labels(language, text));
        if (language === 'ja') return;
        expect(labels(language, text.normalize('NFD').replaceAll(/\p{M}/gu, ''))).toEqual(
          labels(language, text),
        );
      }),
    );
    expect(labels('en', 'Ｓｏｒｒｙ, I missed that.')).toEqual(['reprompt.no_match']);
  });

  it('in a list of sentences that say nothing of it', () => {
    fc.assert(
      fc.property(line, fc.nat(20), fc.nat(20), ([language, text], before, after) => {
        const other = language === 'ja' ? '一二三。' : 'Abc 12. ';
        expect(labels(language, `${other.repeat(before)}${text} ${other.repeat(after)}`)).toEqual(
          labels(language, text),
        );
      }),
    );
  });
});

describe('text from outside', () => {
  it('may be anything', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            heardText: anyText(),
            transcript: fc.string({ unit: 'grapheme' }),
          }),
        ),
        fc.constantFrom(undefined, 'en', 'ja', 'xx', ''),
        (turns, language) => {
          const call = new CallFallbacks(language === undefined ? {} : { language });
          for (const turn of turns) {
            for (const { evidence } of call.turn(turn).findings)
              expect(evidence.what.length).toBeLessThanOrEqual(200);
          }
        },
      ),
    );
  });

  // Each of them would keep an expression that tries every way for hours.
  it.each([
    ['one word', 'a'.repeat(100_000)],
    ['one sentence', 'could you please '.repeat(6000)],
    ['sentences of a letter', 'a. '.repeat(33_000)],
    ['beginnings of phrases', "i'll i will let me i'm going to ".repeat(3000)],
    ['gaps', 'would you would you like like to to '.repeat(3000)],
    ['apostrophes', "'’‘".repeat(33_000)],
    ['marks', `e${'\u0301'.repeat(100_000)}`],
    ['question marks', '?'.repeat(100_000)],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['kana', '担当者におつな'.repeat(15_000)],
  ])('of 100 kB is read to its bound: %s', (_, heardText) => {
    for (const language of ['en', 'fr', 'ja', undefined]) {
      const call = new CallFallbacks(language === undefined ? {} : { language });
      call.turn({ heardText, transcript: heardText });
      expect(call.turn({ heardText: `I didn't catch that. ${heardText}` }).phrases).toMatch(
        /judged|unknown_language/,
      );
    }
  });
});
