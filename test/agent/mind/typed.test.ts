import { describe, expect, it } from 'vitest';
import { TypedWords } from '../../../src/agent/mind/typed.ts';

const typed = new TypedWords(
  new Map([
    ['order-status', 'Where is my order?'],
    ['my-order-number-is', 'My order number is'],
    ['digit-4', '4'],
  ]),
);

describe('typed words', () => {
  it('are the utterance that shares most of them, and figures digits', () => {
    expect(typed.read('where is MY order').utterances).toEqual(['order-status']);
    expect(typed.read('My order number is 4 07.').utterances).toEqual([
      'my-order-number-is',
      'digit-4',
      'digit-0',
      'digit-7',
    ]);
    expect(typed.read('What a fine day').utterances).toEqual([]);
    expect(typed.read('').utterances).toEqual([]);
  });

  it('are digits by their names where there are several in a row', () => {
    const spoken = typed.read('My order number is four, zero four. Where is it?').utterances;
    expect(spoken.filter((id) => id.startsWith('digit-'))).toEqual(['digit-4', 'digit-0', 'digit-4']);
    expect(typed.read('My order number is four zero').utterances[0]).toBe('my-order-number-is');
    expect(typed.read('I have one more thing').utterances).toEqual([]);
  });

  it('are not read for ever', () => {
    expect(typed.read('7'.repeat(1_000_000)).utterances).toHaveLength(64);
    expect(typed.read(`where is my order${' '.repeat(1_000_000)}7`).utterances).toEqual(['order-status']);
  });
});
