/** A tool that takes too long while the caller has something to say: the agent talks over nobody. Audio to audio. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, recorded } from './phone_call.ts';

const tools = ['lookup_order', 'transfer_to_human'].map((name) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
}));
const TIMEOUT_MS = 8000;

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

/** A call that waits for its tool since now. */
function waiting(rules: object = { type: 'server_vad' }): PhoneCall {
  const call = new PhoneCall(agent, { tools, audio: { input: { turn_detection: rules } } });
  call.say('rms/order-status');
  call.client.send({
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'It is 40712.' }] },
  });
  call.client.send({ type: 'response.create' });
  while (call.client.of('response.function_call_arguments.done').length === 0) call.client.silence(20, 20);
  call.calls();
  return call;
}

describe('a tool whose time is up', () => {
  it('while the caller speaks waits until the caller has had an answer', () => {
    const call = waiting();
    call.client.silence(TIMEOUT_MS - 1500);
    const since = call.client.records.length;
    call.client.speak(recorded('rms/complex')).silence(6000);
    expect(call.answers(since)).toEqual(['fallback:complex_query completed', 'trouble:timeout completed']);
    const started = call.client.last('input_audio_buffer.speech_started').atMs;
    const stopped = call.client.last('input_audio_buffer.speech_stopped').atMs;
    expect(call.client.of('response.created').filter(({ atMs }) => atMs > started && atMs < stopped)).toEqual(
      [],
    );
    expect(call.calls()).toMatchObject([{ name: 'lookup_order' }]);
  });

  it('is called once more after an apology that was interrupted', () => {
    const call = waiting();
    const since = call.client.records.length;
    call.client.silence(TIMEOUT_MS - 200);
    call.client.speak(recorded('rms/refund')).silence(6000);
    expect(call.answers(since)).toEqual([
      'trouble:timeout cancelled',
      'answer completed',
      'trouble:timeout completed',
    ]);
    expect(call.calls()).toMatchObject([{ name: 'lookup_order' }]);
  });

  it('makes way for a turn that ends, where the client does not have it interrupted', () => {
    const call = waiting({ type: 'server_vad', interrupt_response: false, silence_duration_ms: 200 });
    const since = call.client.records.length;
    // The shortest of words, begun just before its time is up.
    call.client.silence(TIMEOUT_MS - 60, 20);
    call.client.speak(recorded('rms/stop'), 20).silence(6000, 20);
    expect(call.answers(since).slice(0, 2)).toEqual(['trouble:timeout cancelled', 'answer completed']);
    expect(call.client.of('error')).toEqual([]);
  });
});
