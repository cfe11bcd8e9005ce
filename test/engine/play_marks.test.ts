/** Marks are answered once what came before them has been played, or thrown away. */

import { expect, it } from 'vitest';
import { PlayMarks } from '../../src/engine/play_marks.ts';

it('answers each in its time and its order, and those that are behind nothing at once', () => {
  const marks = new PlayMarks();
  marks.put('now', 0);
  marks.put('a', 100);
  marks.put('b', 100);
  marks.put('c', 250);
  expect(marks.wakeMs).toBe(0);
  expect(marks.take(0)).toEqual(['now']);
  expect(marks.wakeMs).toBe(100);
  expect(marks.take(99)).toEqual([]);
  expect(marks.take(100)).toEqual(['a', 'b']);
  expect(marks.flush()).toEqual(['c']);
  expect(marks.wakeMs).toBe(Infinity);
  marks.put('d', 300);
  marks.forget();
  expect(marks.take(Infinity)).toEqual([]);
});
