import { expect, it } from 'vitest';
import { callNumbers } from '../../src/report/call_numbers.ts';

it('has each call once that an end, a beginning or a turn tells of, in the order of the numbers', () => {
  const of = (...calls: readonly number[]) => ({
    keys: () => calls.values(),
    size: calls.length,
    get: () => undefined,
    has: (call: number) => calls.includes(call),
  });
  const started = new Map([10, 2].map((call) => [call, { atMs: 0, caller: null }] as const));
  expect(callNumbers({ calls: of(10, 1), started, turns: of(2, 11) })).toEqual([1, 2, 10, 11]);
});
