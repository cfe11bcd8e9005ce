import { expect, it } from 'vitest';
import { OpenCalls } from '../../../src/agent/mind/open_calls.ts';

it('waits for the later of two calls of one tool, and for each of two tools', () => {
  const calls = new OpenCalls();
  calls.opened('a', 'lookup', 8000);
  calls.opened('b', 'book', 9000);
  calls.opened('c', 'lookup', 16_000);
  expect(calls.takeOverdue(8000)).toBeUndefined();
  expect(calls.nextDueMs()).toBe(9000);
  expect(calls.answered('a')).toBeUndefined();
  expect(calls.answered('c')).toBe('lookup');
  expect(calls.takeOverdue(9000)).toBe('book');
  expect(calls.nextDueMs()).toBe(Infinity);
});
