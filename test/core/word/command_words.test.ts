import { expect, it } from 'vitest';
import { commandWords, wantsShell } from '../../../src/core/word/command_words.ts';

const words = (line: string) => {
  const found = commandWords(line);
  return 'unclosed' in found ? found : found.map(({ word }) => word);
};

it.each<[string, unknown]>([
  ['vault read -field=token secret/agent', ['vault', 'read', '-field=token', 'secret/agent']],
  [`sh -c 'a | b' "c \\"d\\" \\n" e\\ f`, ['sh', '-c', 'a | b', 'c "d" \\n', 'e f']],
  [`a'b c'd ''`, ['ab cd', '']],
  ['  \t ', []],
  ["a 'b", { unclosed: "'" }],
  ['a "b\\"', { unclosed: '"' }],
])('%s is cut as a shell would', (line, expected) => {
  expect(words(line)).toEqual(expected);
});

it.each([
  ['a | b', '|'],
  ['a > out', '>'],
  ['a 2>/dev/null', '2>/dev/null'],
  ['a; b', 'a;'],
  ['a && b', '&&'],
])('%s wants a shell', (line, sign) => {
  const found = commandWords(line);
  expect('unclosed' in found ? null : found.find(wantsShell)?.word).toBe(sign);
});

it('takes what is quoted as it stands', () => {
  const found = commandWords(`a '|' "b;" c\\> --x=1|2`);
  expect('unclosed' in found ? null : found.filter(wantsShell)).toEqual([]);
});
