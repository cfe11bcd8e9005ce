import { execFileSync } from 'node:child_process';
import { sample } from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from '../../../src/core/word/shell_word.ts';
import { anyText } from '../../any_text.ts';

test('what a shell leaves alone stands as it is', () => {
  expect(shellWord('scenarios/support-line.yaml')).toBe('scenarios/support-line.yaml');
  expect(shellWord('server_error:5%:after=3s')).toBe('server_error:5%:after=3s');
});

test('all else is quoted', () => {
  expect(shellWord('my calls')).toBe("'my calls'");
  expect(shellWord("it's")).toBe(String.raw`'it'\''s'`);
  expect(shellWord('$HOME')).toBe("'$HOME'");
  expect(shellWord('')).toBe("''");
});

test('a real shell takes any words for the very words they are', () => {
  const words = sample(
    anyText().filter((text) => !text.includes('\0') && !/[\ud800-\udfff]/.test(text)),
    { numRuns: 200, seed: 1 },
  );
  const command = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
  const heard = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  expect(heard.split('\0').slice(0, -1)).toEqual(words);
});
