/** The order of a list of calls. */

import { describe, expect, it } from 'vitest';
import type { ListedCall } from '../../../src/page/inspector/call_filter.ts';
import { ordered } from '../../../src/page/inspector/call_order.ts';
import { factsOf } from '../../../src/report/page/call_facts.ts';
import { answered, call } from '../../report/log_builder.ts';

function listed(id: string, slowestMs: number, ended: Parameters<typeof call>[0] = {}): ListedCall {
  const parts = { started: null, strikes: [], call: call(ended), turns: [answered(0, 0, slowestMs)] };
  return { id, axisMs: 0, words: '', facts: factsOf(parts) };
}

const unmet = { expectations: [{ expectation: 0, turn: null, met: false, atMs: null }] };
const calls = [
  listed('0', 500),
  listed('1', 900, unmet),
  listed('2', 300, { outcome: 'failed', failure: 'no_answer' }),
  listed('3', 900),
  listed('4', 700, { outcome: 'failed', failure: 'agent_error' }),
];

describe('the order of a list of calls', () => {
  it.each([
    ['given', '01234'],
    ['trouble', '42130'],
    ['slowest', '13402'],
  ] as const)('%s: %s', (order, ids) => {
    expect(
      ordered(calls, order)
        .map(({ id }) => id)
        .join(''),
    ).toBe(ids);
  });
});
