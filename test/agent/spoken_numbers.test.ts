/** Numbers as callers speak them: whole, cut short, in pieces; and what the agent asks for until it has them. Audio to audio. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, line, recorded } from './phone_call.ts';

const ASKS = line('ask-order-number');
const ORDER = line('order-status');

let agent: Agent;
let call: PhoneCall;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

function asked(): PhoneCall {
  call = new PhoneCall(agent);
  expect(call.say('rms/order-status')).toBe(ASKS);
  return call;
}

describe('a number', () => {
  it('cut short is asked for again, and then taken from the start', () => {
    asked();
    expect(call.say('rms/my-order-number-is', 'rms/40')).toBe(ASKS);
    expect(call.answers().at(-1)).toBe('trouble:understanding_failed completed');
    expect(call.say('rms/my-order-number-is', 'rms/40712')).toBe(ORDER);
  });

  it('that is announced and does not come is asked for', () => {
    call = new PhoneCall(agent);
    expect(call.say('rms/my-order-number-is')).toBe(ASKS);
    expect(call.answers()).toEqual(['trouble:understanding_failed completed']);
    expect(call.say('rms/40712')).toBe(line('confirm'));
  });

  it('may come in pieces, a turn each', () => {
    asked();
    expect(call.say('rms/my-order-number-is')).toBe(ASKS);
    expect(call.say('rms/40')).toBe(ASKS);
    // More of it than before is no trouble.
    expect(call.answers().at(-1)).toBe('question completed');
    expect(call.say('rms/712')).toBe(ORDER);
  });

  it('may come in pieces that the client has answered at once', () => {
    call = new PhoneCall(agent, { audio: { input: { turn_detection: null } } });
    for (const piece of ['rms/order-status', 'rms/my-order-number-is', 'rms/40', 'rms/712']) {
      call.client.speak(recorded(piece)).send({ type: 'input_audio_buffer.commit' });
    }
    expect(call.answer()).toBe(ORDER);
  });

  it('is not forgotten over a result that is answered first', () => {
    const tools = [{ type: 'function', name: 'lookup_order', parameters: { type: 'object' } }];
    call = new PhoneCall(agent, { tools, audio: { input: { turn_detection: null } } });
    const turn = (...ids: readonly string[]): void => {
      call.client.speak(recorded(...ids)).send({ type: 'input_audio_buffer.commit' });
    };
    turn('rms/order-status', 'rms/my-order-number-is', 'rms/40712');
    call.answer();
    call.client.send({
      type: 'conversation.item.create',
      item: {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'My order number is 9081.' }],
      },
    });
    expect(call.result(call.calls()[0]?.callId ?? '', '{"status":"shipped"}')).toBe(ORDER);
    turn('rms/order-status');
    call.answer();
    expect(call.calls()).toMatchObject([{ args: { order_number: '9081' } }]);
  });

  it('with a pause in it costs the caller nothing: what was cut off at once was heard by nobody', () => {
    call = new PhoneCall(agent, {
      tools: [{ type: 'function', name: 'transfer_to_human', parameters: { type: 'object' } }],
    });
    call.answer();
    for (let i = 0; i < 3; i++) expect(call.say('slt/my-order-number-is', 'slt/40712')).toContain('[cut]');
    expect(call.answers().filter((answer) => answer.startsWith('trouble'))).toHaveLength(3);
    for (let i = 0; i < 4; i++) call.client.speak(recorded('slt/my-order-number-is')).silence(300);
    call.client.silence(6000);
    expect(call.answers().filter((answer) => answer.startsWith('handover'))).toEqual([]);
    expect(call.calls()).toEqual([]);
  });
});

describe('a question', () => {
  it.each(['rms/okay', 'rms/yes', 'rms/no'])('that %s does not answer is asked again', (assent) => {
    asked();
    for (let i = 0; i < 3; i++) expect(call.say(assent)).toBe(ASKS);
    expect(call.answers().at(-1)).toBe('question completed');
    expect(call.say('rms/40712')).toBe(ORDER);
  });

  it('may be heard once more, and is still open', () => {
    asked();
    expect(call.say('rms/repeat-please')).toBe(`${line('repeat')} ${ASKS}`);
    expect(call.say('rms/40712')).toBe(ORDER);
  });
});
