import { describe, expect, it } from 'vitest';
import { filled, isBroken, namesIn, withoutNames } from '../../../src/core/word/env_text.ts';

describe('a text with variables in it', () => {
  it('names each once, and takes a value for each', () => {
    const text = 'Bearer ${TOKEN}, ${USER_1} of ${TOKEN}';
    expect(namesIn(text)).toEqual(['TOKEN', 'USER_1']);
    expect(filled(text, (name) => name.toLowerCase())).toBe('Bearer token, user_1 of token');
    expect(withoutNames(text)).toBe('Bearer ,  of ');
  });

  it('takes a value as it is, whatever stands in it', () => {
    expect(filled('${A}', () => '$& ${B}')).toBe('$& ${B}');
  });

  it.each(['${}', '${1A}', '${A', 'x ${A-B}'])('is broken: %s', (text) => {
    expect(isBroken(text)).toBe(true);
    expect(namesIn(text)).toEqual([]);
  });

  it.each(['', '$A', '{A}', '$$', '${A}${B}'])('is whole: %s', (text) => {
    expect(isBroken(text)).toBe(false);
  });
});
