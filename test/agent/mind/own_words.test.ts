import { describe, expect, it } from 'vitest';
import { OwnWords } from '../../../src/agent/mind/own_words.ts';

const lines = new OwnWords(
  new Map([
    ['moment', 'One moment, please.'],
    ['more', 'One more.'],
    ['sorry', "I'm sorry."],
    ['sorry-late', "I'm sorry. It is late."],
  ]),
);

describe('what a text says of the agent’s own lines', () => {
  it('is found whole, in its order, however it is written', () => {
    expect(lines.read("one moment please — I'M SORRY")).toEqual(['moment', 'sorry']);
    expect(lines.read('One more. One more.')).toEqual(['more', 'more']);
  });

  it('is the longest that fits', () => {
    expect(lines.read("I'm sorry. It is late.")).toEqual(['sorry-late']);
    expect(lines.read("I'm sorry. It is")).toEqual(['sorry']);
  });

  it('is nothing where a line was broken off, and other words are passed over', () => {
    expect(lines.read('One moment')).toEqual([]);
    expect(lines.read('')).toEqual([]);
    expect(lines.read('Well, one more then.')).toEqual(['more']);
  });

  it('has so many words', () => {
    expect(lines.count(['moment', 'sorry'])).toBe(5);
    expect(lines.count(['unknown'])).toBe(0);
  });
});
