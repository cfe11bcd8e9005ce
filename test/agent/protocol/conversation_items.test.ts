import * as fc from 'fast-check';
import type { ConversationItem } from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import { ConversationItems } from '../../../src/agent/protocol/conversation_items.ts';

const item: ConversationItem = { type: 'message', role: 'user', content: [] };
const call = (callId: string): ConversationItem => ({
  type: 'function_call',
  call_id: callId,
  name: 'f',
  arguments: '',
});

describe('a conversation', () => {
  it('keeps its items in their order, whatever is put in, taken out and asked for', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('add' as const), after: fc.option(fc.nat(12)), root: fc.boolean() }),
      fc.record({ type: fc.constant('remove' as const), at: fc.nat(12) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const conversation = new ConversationItems();
        const model: string[] = [];
        /** What it said, and what it had to. */
        const told: (readonly [unknown, unknown])[] = [];
        for (const [i, one] of steps.entries()) {
          if (one.type === 'remove') {
            const id = model[one.at] ?? 'nobody';
            told.push([conversation.remove(id), model.includes(id)]);
            if (model.includes(id)) model.splice(model.indexOf(id), 1);
            continue;
          }
          const after = one.root ? 'root' : one.after === null ? null : (model[one.after] ?? 'nobody');
          const at =
            after === 'root'
              ? 0
              : model.includes(after ?? '')
                ? model.indexOf(after ?? '') + 1
                : model.length;
          told.push([conversation.canFollow(after), after !== 'nobody']);
          model.splice(at, 0, `${i}`);
          told.push([conversation.add(`${i}`, item, 0, after), model[at - 1] ?? null]);
        }
        expect(told.map(([is]) => is)).toEqual(told.map(([, ought]) => ought));
        expect(conversation.all().map(({ id }) => id)).toEqual(model);
        expect(conversation.size).toBe(model.length);
        for (const [i, id] of model.entries()) {
          expect(conversation.find(id)).toBe(conversation.all()[i]);
          expect(conversation.previousOf(id)).toBe(model[i - 1] ?? null);
        }
        expect(conversation.previousOf('nobody')).toBeNull();
      }),
    );
  });

  it('knows its calls, those of one id apart', () => {
    const conversation = new ConversationItems();
    conversation.add('a', call('one'), 0);
    conversation.add('b', call('one'), 0);
    expect([conversation.hasCall('one'), conversation.hasCall('two')]).toEqual([true, false]);
    conversation.remove('a');
    expect(conversation.hasCall('one')).toBe(true);
    conversation.remove('b');
    expect(conversation.hasCall('one')).toBe(false);
  });

  it('looks at none of the others for what it is asked most often', () => {
    const conversation = new ConversationItems();
    for (let i = 0; i < 1000; i++) conversation.add(`${i}`, i === 0 ? call('call') : item, 0);
    let looks = 0;
    for (const entry of conversation.all()) {
      const { id, item: held } = entry;
      Object.defineProperty(entry, 'id', { get: () => (looks++, id) });
      Object.defineProperty(entry, 'item', { get: () => (looks++, held) });
    }
    conversation.find('0');
    conversation.find('nobody');
    conversation.canFollow('500');
    conversation.hasCall('call');
    conversation.hasCall('nobody');
    conversation.add('new', item, 0, '500');
    conversation.previousOf('new');
    conversation.remove('new');
    expect(looks).toBeLessThan(10);
  });
});
