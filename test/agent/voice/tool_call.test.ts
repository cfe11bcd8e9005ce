import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unsent } from '../../../src/agent/protocol/server_event.ts';
import { ToolCall } from '../../../src/agent/voice/tool_call.ts';

const place = { response_id: 'resp', output_index: 1 };

function written(call: ToolCall): Unsent[] {
  const events = call.begin(null);
  while (call.phase !== 'finished') events.push(...call.step());
  return [...events, ...call.close(call.whole ? 'completed' : 'incomplete', null)];
}

describe('the call of a tool', () => {
  it('writes its arguments piece by piece, whole in the end', () => {
    fc.assert(
      fc.property(fc.json(), (args) => {
        const call = new ToolCall('item', 'call', place, { name: 'f', arguments: args }, Infinity);
        const events = written(call);
        const deltas = events.flatMap((event) =>
          event.type === 'response.function_call_arguments.delta' ? [event.delta] : [],
        );
        expect(deltas.join('')).toBe(args);
        expect(events.at(-2)).toMatchObject({
          type: 'response.function_call_arguments.done',
          arguments: args,
        });
        expect(events.at(-1)).toMatchObject({
          item: { status: 'completed', call_id: 'call', arguments: args },
        });
        expect(call.tokens.text).toBe(ToolCall.tokensOf({ name: 'f', arguments: args }));
      }),
    );
  });

  it('stops where its budget ends', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (args, budget) => {
        const call = new ToolCall('item', 'call', place, { name: 'look', arguments: args }, budget);
        written(call);
        expect(call.tokens.text).toBeLessThanOrEqual(budget);
        expect(call.whole).toBe(ToolCall.tokensOf({ name: 'look', arguments: args }) <= budget);
      }),
    );
  });

  it('is in the conversation where it is told so, after it is in the response', () => {
    const call = new ToolCall('item', 'call', place, { name: 'f', arguments: '{}' }, Infinity);
    const kept: Unsent = {
      type: 'conversation.item.added',
      previous_item_id: null,
      item: call.item('in_progress'),
    };
    const settled: Unsent = { ...kept, type: 'conversation.item.done' };
    expect([...call.begin(kept), ...call.close('completed', settled)].map(({ type }) => type)).toEqual([
      'response.output_item.added',
      'conversation.item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'conversation.item.done',
      'response.output_item.done',
    ]);
  });
});
