import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonMistake } from '../../src/config/json_mistake.ts';

/** `^` marks the place. */
function marked(text: string): { readonly text: string; readonly offset: number } {
  return { text: text.replace('^', ''), offset: text.indexOf('^') };
}

describe('a mistake in JSON', () => {
  it.each([
    ['{ "a": ["b", ^] }', /a value after the comma, found \]: the last entry/],
    ['{ "a": 1, ^}', /a key in double quotes after the comma, found }/],
    ['{\n  "a": 1\n  ^"b": 2\n}', /a comma or }/],
    ['{ ^// no\n "a": 1 }', /found a comment/],
    ["{ ^'a': 1 }", /single quote/],
    ['{ "a": 1^', /the text ends where a comma or }/],
    ['^', /the text ends where a value/],
    ['{ "a": "b^\nc" }', /no line break inside quotes/],
    ['{ "a": "b^\\x" }', /an escape such as/],
    ['{ "a": ^"b }', /never closed/],
    ['{ "a": ^01 }', /a value, found "01"/],
    ['{ "a": ^undefined }', /a value, found "undefined"/],
    ['{ "a": ^nullable }', /found "nullable"/],
    ['{ "a" ^1 }', /a colon after the key/],
    ['{ "a": 1 } ^x', /nothing more, found "x"/],
    ['[1 ^2]', /a comma or \]/],
    ['{ ^a: 1 }', /a key in double quotes or }, found "a"/],
    ['{ "a": 1, ^, }', /a key in double quotes, found ","/],
    ['[1^}', /a comma or \], found "}"/],
  ])('is told where it is: %j', (text, message) => {
    const { text: json, offset } = marked(text);
    expect(jsonMistake(json)).toEqual({ offset, message: expect.stringMatching(message) as unknown });
  });

  it('is in a text exactly where JSON.parse refuses it', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '1.5e3',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
      '\t',
    );
    const broken = fc.array(pieces, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(broken, fc.json()), (text) => {
        let refused = false;
        try {
          JSON.parse(text);
        } catch {
          refused = true;
        }
        expect(jsonMistake(text) !== null).toBe(refused);
      }),
      { numRuns: 3000 },
    );
  });

  it('is found however deep', () => {
    expect(jsonMistake('['.repeat(100_000))).toMatchObject({ offset: 100_000 });
  });
});
