/** Of what was cut off while it was spoken, no more counts than was heard. */

import { expect, it } from 'vitest';
import { heardWords } from '../../../src/judge/expect/heard_words.ts';
import { turn } from '../../report/log_builder.ts';

const of = (heardText: string | null, heardMs: number, firstHeard: number | null = 1) =>
  heardWords(turn({ heardText, answerAudioMs: 1000, heardMs, marks: { firstHeard } }));

it('is the whole of what was heard to its end, silence at its end left out', () => {
  expect(of('one two three four', 1000)).toBe('one two three four');
  expect(of('one two three four', 970)).toBe('one two three four');
  expect(of('one two three four', 969)).toBe('one two three');
});

it('is whole words, as many as of its audio', () => {
  expect(of('one two three four', 500)).toBe('one two');
  expect(of('one two three four', 450)).toBe('one two');
  expect(of('one two three four', 390)).toBe('one two');
  expect(of('一二三四五六七八九十', 500)).toBe('一二三四五');
  expect(of('supercalifragilistic', 100)).toBe('su');
});

it('is nothing where nothing was heard, and not known where nobody wrote it down', () => {
  expect(of('one two', 1000, null)).toBe('');
  expect(of(null, 1000, null)).toBe('');
  expect(of(null, 1000)).toBeNull();
  expect(heardWords(turn({ heardText: 'one', marks: { firstHeard: 1 } }))).toBe('one');
});
