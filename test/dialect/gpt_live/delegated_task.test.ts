/** Which tool a delegated task is, and with what, is read from what was said. */

import { describe, expect, it } from 'vitest';
import { taskOf } from '../../../src/dialect/gpt_live/delegated_task.ts';

const lookup = {
  name: 'lookup_order',
  description: 'Finds an order by its number.',
  parameters: { properties: { order_number: { type: 'string' } } },
};
const cancel = {
  name: 'cancel_order',
  description: 'Cancels an order by its number.',
  parameters: { properties: { order_number: { type: 'string' } } },
};
const transfer = {
  name: 'transfer_to_human',
  description: 'Passes the call to a colleague.',
  parameters: { properties: { reason: { type: 'string' } } },
};
const book = {
  name: 'book_table',
  description: 'Books a table.',
  parameters: { properties: { guests: { type: 'integer' }, area: { enum: ['terrace', 'inside'] } } },
};

function task(
  tools: Parameters<typeof taskOf>[0],
  caller: string,
  agent = '',
  earlier = '',
): [string, unknown] {
  const { name, arguments: written } = taskOf(tools, { caller, agent, earlier });
  return [name, JSON.parse(written)];
}

describe('a delegated task', () => {
  it.each([
    [' My order number is 4 4 8 4 2 1', '448421'],
    [' It is four oh seven, one one two', '407112'],
    [' I said 12 before. It is 40 71 12.', '407112'],
    [' It is 4 oh 7, 1 zero 2', '407102'],
    [' The other one, 407112', '407112'],
    [' oh 4 4', '044'],
  ])('is given the number that was read out: %s', (caller, digits) => {
    expect(task([transfer, lookup], caller)).toEqual(['lookup_order', { order_number: digits }]);
  });

  it('is the tool whose words were said, by either side', () => {
    expect(task([lookup, transfer], ' Give me a human being.')[0]).toBe('transfer_to_human');
    expect(task([lookup, transfer], ' Yes please.', ' Shall I pass you on to a colleague?')).toEqual([
      'transfer_to_human',
      { reason: 'Yes please.' },
    ]);
  });

  it('leaves out what was not said, and keeps numbers numbers', () => {
    expect(task([lookup], ' Where is my order?')).toEqual(['lookup_order', {}]);
    expect(task([book], ' For four, on the terrace')).toEqual(['book_table', { guests: 4, area: 'terrace' }]);
    expect(task([book], ' A table, please')).toEqual(['book_table', {}]);
  });

  it('is what was asked for last, about what was said before', () => {
    const earlier = ' Where is my order? Its number is 448421.';
    expect(task([lookup, cancel], ' Then cancel it.', '', earlier)).toEqual([
      'cancel_order',
      { order_number: '448421' },
    ]);
    expect(task([lookup, cancel], ' Where is the other one, 407112?', '', ' Cancel order 448421.')).toEqual([
      'lookup_order',
      { order_number: '407112' },
    ]);
    expect(task([lookup, cancel], '', '', earlier)).toEqual(['lookup_order', { order_number: '448421' }]);
  });

  it('is of no tool where there is none', () => {
    expect(task([], ' Book it')).toEqual(['delegated_task', { task: 'Book it' }]);
  });
});
