/** What waits for an answer, and what becomes of it when the client changes the conversation. Virtual time. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, line, recorded } from './phone_call.ts';

const tools = ['lookup_order', 'transfer_to_human'].map((name) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
}));
/** The client asks for each answer itself. */
const asks = { audio: { input: { turn_detection: { type: 'server_vad', create_response: false } } } };

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

function type(call: PhoneCall, text: string, id?: string): void {
  call.client.send({
    type: 'conversation.item.create',
    item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  });
}

const remove = (call: PhoneCall, id: string): unknown =>
  call.client.send({ type: 'conversation.item.delete', item_id: id });

/** Speaks a turn that is not answered yet; the id of its item. */
function speak(call: PhoneCall, id: string): string {
  call.client.speak(recorded(id)).silence(2500);
  return call.client.last('input_audio_buffer.committed').event.item_id;
}

describe('an item that is deleted', () => {
  it('is not answered, whether it was typed', () => {
    const call = new PhoneCall(agent);
    type(call, 'I would like a refund, please.', 'refund');
    remove(call, 'refund');
    expect(call.answer()).toBe(line('greeting'));
  });

  it('or spoken', () => {
    const call = new PhoneCall(agent, { ...asks, tools });
    remove(call, speak(call, 'slt/talk-to-human'));
    expect(call.answer()).toBe(line('greeting'));
    expect(call.calls()).toEqual([]);
  });

  it('or is a tool’s result, in whose place another may come', () => {
    const call = new PhoneCall(agent, { tools, audio: { input: { turn_detection: null } } });
    type(call, 'My order number is 40712. Where is my order?');
    type(call, 'Where is my order?');
    call.answer();
    const [lookup] = call.calls();
    call.client.send({
      type: 'conversation.item.create',
      item: { id: 'no', type: 'function_call_output', call_id: lookup?.callId, output: '{"error":"down"}' },
    });
    remove(call, 'no');
    expect(call.result(lookup?.callId ?? '', '{"status":"shipped"}')).toBe(line('order-status'));
  });

  it('leaves nothing behind, however often that is done', () => {
    const call = new PhoneCall(agent);
    for (let i = 0; i < 200; i++) {
      type(call, 'I would like a refund, please.', 'same');
      remove(call, 'same');
    }
    type(call, 'What are your opening hours?');
    call.answer();
    expect(call.answers()).toEqual(['answer completed']);
  });
});

describe('an item that a response refers to', () => {
  const refer = (call: PhoneCall, ...ids: readonly string[]): void => {
    const input = ids.map((id) => ({ type: 'item_reference', id }));
    call.client.send({ type: 'response.create', response: { input } });
    call.client.run(9000);
  };

  it('is answered by that, and not once more', () => {
    const call = new PhoneCall(agent, { audio: { input: { turn_detection: null } } });
    type(call, 'I would like a refund, please.', 'refund');
    refer(call, 'refund');
    call.answer();
    expect(call.answers()).toEqual(['answer completed', 'idle completed']);
  });

  it('counts once, where it is a spoken turn without a transcript too', () => {
    const call = new PhoneCall(agent, asks);
    refer(call, speak(call, 'slt/out-of-scope-joke'));
    expect(call.answers()).toEqual(['fallback:out_of_scope completed']);
    for (let i = 0; i < 2; i++) {
      speak(call, 'slt/out-of-scope-weather');
      call.answer();
    }
    // The third is one too many; had the first counted twice, the second would be.
    expect(call.answers().slice(1)).toEqual(['fallback:out_of_scope completed', 'handover completed']);
  });

  it('is learnt from, where it is not the last of them', () => {
    const call = new PhoneCall(agent, { audio: { input: { turn_detection: null } } });
    type(call, 'My order number is 40712.', 'number');
    type(call, 'Where is my order?', 'wish');
    const since = call.client.events.length;
    refer(call, 'number', 'wish');
    expect(call.saidSince(since)).toBe(line('order-status'));
  });

  it('still waits where the response is out of band', () => {
    const call = new PhoneCall(agent, { audio: { input: { turn_detection: null } } });
    type(call, 'I would like a refund, please.', 'refund');
    const input = [{ type: 'item_reference', id: 'refund' }];
    call.client.send({ type: 'response.create', response: { conversation: 'none', input } }).run(9000);
    expect(call.answer()).toBe(line('refund'));
  });
});
