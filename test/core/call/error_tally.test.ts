/** The errors that a session survived, bounded whatever an agent sends. */

import { expect, it } from 'vitest';
import { ErrorTally } from '../../../src/core/call/error_tally.ts';

it('counts each code, with what the first of it said, in the order in which they came', () => {
  const errors = new ErrorTally();
  expect(errors.counts()).toEqual([]);
  errors.add('b', 'first');
  errors.add('a', 'other');
  errors.add('b', 'second');
  expect(errors.counts()).toEqual([
    { code: 'b', count: 2, message: 'first' },
    { code: 'a', count: 1, message: 'other' },
  ]);
});

it('cuts what is longer than 300 characters, and says so', () => {
  const errors = new ErrorTally();
  errors.add('whole', 'x'.repeat(300));
  errors.add('cut', 'x'.repeat(301));
  expect(errors.counts().map(({ message }) => message)).toEqual(['x'.repeat(300), `${'x'.repeat(300)}…`]);
});

it('knows twenty codes, and tells of all others under one; those that it knows it goes on to count', () => {
  const errors = new ErrorTally();
  for (let n = 0; n < 23; n++) errors.add(`code_${n}`, `${n}`);
  errors.add('code_19', 'again');
  const counts = errors.counts();
  expect(counts).toHaveLength(21);
  expect(counts.slice(-2)).toEqual([
    { code: 'code_19', count: 2, message: '19' },
    { code: 'other codes', count: 3, message: '20' },
  ]);
});
