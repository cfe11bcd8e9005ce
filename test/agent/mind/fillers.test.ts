import { expect, it } from 'vitest';
import { Fillers } from '../../../src/agent/mind/fillers.ts';

it('takes one after the other, and begins again', () => {
  const fillers = new Fillers(['moment', 'look']);
  expect([1, 2, 3].flatMap(() => fillers.next())).toEqual(['moment', 'look', 'moment']);
  expect(new Fillers([]).next()).toEqual([]);
});
