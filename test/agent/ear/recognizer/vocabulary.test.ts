import { expect, it } from 'vitest';
import { vocabularyEntry } from '../../../../src/agent/ear/recognizer/vocabulary.ts';

it('knows digits by their ids, openers by their missing full stop, and sounds by their brackets', () => {
  const entry = (id: string, transcript: string): [string, string] => {
    const { kind, text } = vocabularyEntry(id, transcript);
    return [kind, text];
  };
  expect(entry('digit-7', 'Seven.')).toEqual(['digit', '7']);
  expect(entry('digits', 'Seven.')).toEqual(['sentence', 'Seven.']);
  expect(entry('digit-12', 'Twelve')).toEqual(['opener', 'Twelve']);
  expect(entry('my-order-number-is', ' My order number is ')).toEqual(['opener', 'My order number is']);
  expect(entry('refund-when', 'When?')).toEqual(['sentence', 'When?']);
  expect(entry('quoted', 'He said “no.”')).toEqual(['sentence', 'He said “no.”']);
  expect(entry('cough', '[cough]')).toEqual(['sentence', '']);
});
