import { expect, it } from 'vitest';
import { headOf } from '../../src/audio/head.ts';

it('is as many of the first numbers as were asked for, and the same view while that stays so', () => {
  const numbers = Int16Array.of(1, 2, 3, 4);
  const head = headOf(numbers);
  expect([...head(3)]).toEqual([1, 2, 3]);
  numbers[0] = 9;
  expect([...head(3)]).toEqual([9, 2, 3]);
  expect(head(3)).toBe(head(3));
  expect([...head(4)]).toEqual([9, 2, 3, 4]);
  expect([...head(0)]).toEqual([]);
});
