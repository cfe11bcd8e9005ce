/** A caller who was cut off and is back: the client replays what was said, and the agent picks up there. Virtual time. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, line } from './phone_call.ts';

const tools = ['lookup_order', 'transfer_to_human'].map((name) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
}));
const BACK = line('error-connection-lost');

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

/** The agent's first, then by turns. */
function replayed(...texts: readonly string[]): PhoneCall {
  const call = new PhoneCall(agent, { tools });
  for (const [i, text] of texts.entries()) {
    const [role, type] = i % 2 === 0 ? ['assistant', 'output_text'] : ['user', 'input_text'];
    call.client.send({
      type: 'conversation.item.create',
      item: { type: 'message', role, content: [{ type, text }] },
    });
  }
  return call;
}

describe('a conversation that is replayed', () => {
  it('goes on at the question that was open', () => {
    const call = replayed(line('greeting'), 'Where is my order?', line('ask-order-number'));
    expect(call.answer()).toBe(BACK);
    expect(call.say('rms/40712')).toBe(line('filler-check'));
    expect(call.calls()).toMatchObject([{ name: 'lookup_order', args: { order_number: '40712' } }]);
  });

  it('goes on without a word about it, where the caller speaks first', () => {
    const call = replayed(line('greeting'), 'Where is my order?', line('ask-order-number'));
    expect(call.say('rms/40712')).toBe(line('filler-check'));
  });

  it('keeps the number that was given', () => {
    const call = replayed(
      line('greeting'),
      'Where is my order?',
      line('ask-order-number'),
      'My order number is 40712.',
      line('filler-check'),
      'Thank you.',
      line('order-status'),
    );
    expect(call.answer()).toBe(BACK);
    expect(call.calls()).toEqual([]);
    expect(call.say('rms/cancel-order')).toBe(line('cancelled'));
  });

  it('answers what was said last, where that had no answer yet', () => {
    const call = replayed(line('greeting'), 'I would like a refund, please.');
    expect(call.answer()).toBe(`${BACK} ${line('refund')}`);
  });

  it('answers anew what had an answer that broke off before it had said anything', () => {
    const begun = line('refund').split(' ').slice(0, 3).join(' ');
    const call = replayed(line('greeting'), 'I would like a refund, please.', begun);
    expect(call.answer()).toBe(`${BACK} ${line('refund')}`);
    expect(replayed(line('greeting'), 'I would like a refund, please.', line('refund')).answer()).toBe(BACK);
  });

  it('keeps the number that was spoken digit by digit', () => {
    const texts = [line('greeting'), 'Where is my order?', line('ask-order-number')];
    const call = replayed(...texts, 'My order number is four zero seven one two');
    expect(call.answer()).toBe(`${BACK} ${line('filler-check')}`);
    expect(call.calls()).toMatchObject([{ name: 'lookup_order', args: { order_number: '40712' } }]);
  });

  describe('in which a tool had been called', () => {
    const asked = [line('greeting'), 'Where is my order?', line('ask-order-number')] as const;
    const lookup = { type: 'function_call', call_id: 'c1', name: 'lookup_order' } as const;
    const item = (call: PhoneCall, item: object): void => {
      call.client.send({ type: 'conversation.item.create', item });
    };
    const called = (): PhoneCall => {
      const call = replayed(...asked, 'My order number is four zero seven one two', line('filler-check'));
      item(call, { ...lookup, arguments: '{"order_number":"40712"}' });
      return call;
    };

    it('answers with what that gave', () => {
      const call = called();
      item(call, { type: 'function_call_output', call_id: 'c1', output: '{"status":"on its way"}' });
      expect(call.answer()).toBe(`${BACK} ${line('order-status')}`);
      expect(call.calls()).toEqual([]);
    });

    it('goes on after the answer, where it had been heard', () => {
      const call = called();
      item(call, { type: 'function_call_output', call_id: 'c1', output: '{"status":"on its way"}' });
      item(call, {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: line('order-status') }],
      });
      expect(call.answer()).toBe(BACK);
    });

    it('takes the number from the call where the words do not have it', () => {
      const call = replayed(...asked);
      item(call, { ...lookup, arguments: '{"order_number":"40712"}' });
      item(call, { type: 'function_call_output', call_id: 'c1', output: '{"status":"on its way"}' });
      expect(call.answer()).toBe(`${BACK} ${line('order-status')}`);
      expect(call.say('rms/cancel-order')).toBe(line('cancelled'));
    });
  });

  it('understands a yes by what had been asked, and can say that again', () => {
    const texts = [line('greeting'), 'No, thank you.', line('anything-else')];
    const call = replayed(...texts);
    call.answer();
    expect(call.say('rms/yes')).toBe(line('what-do-you-need'));
    const other = replayed(...texts);
    other.answer();
    expect(other.say('rms/repeat-please')).toBe(`${line('repeat')} ${line('anything-else')}`);
  });

  it('asks for a number that was not found again', () => {
    const call = replayed(
      line('greeting'),
      'Where is my order?',
      line('ask-order-number'),
      'My order number is 40712.',
      line('order-unknown'),
    );
    call.answer();
    expect(call.say('rms/40713')).toBe(line('filler-moment'));
    expect(call.calls()).toMatchObject([{ args: { order_number: '40713' } }]);
  });

  it('is no trouble of the caller’s', () => {
    const call = replayed(line('greeting'), 'Where is my order?', line('ask-order-number'));
    expect(call.answer()).toBe(BACK);
    expect(call.say('rms/cough')).toBe(line('error-speech-not-detected'));
    expect(call.say('rms/cough')).toBe(line('error-speech-not-detected'));
    expect(call.say('rms/cough')).toBe(line('handover'));
  });

  it('that ended with a handover hands over again: nobody knows whether it was made', () => {
    const call = replayed(line('greeting'), 'Can I talk to a real person?', line('handover'));
    call.answer();
    expect(call.say('rms/refund')).toBe(line('handover'));
    expect(call.calls()).toMatchObject([{ name: 'transfer_to_human', args: { reason: 'asked' } }]);
  });
});
