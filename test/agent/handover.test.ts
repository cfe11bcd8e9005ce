/** A call that is handed over to a person: when that is done, and that it then is. From audio to audio. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, line, recorded } from './phone_call.ts';

const tools = ['lookup_order', 'transfer_to_human'].map((name) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
}));

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const transfers = (call: PhoneCall): unknown[] =>
  call
    .calls()
    .filter(({ name }) => name === 'transfer_to_human')
    .map(({ args }) => args);

/** Speaks at once when its turn has been taken, before the agent has said a word. */
function goesOn(call: PhoneCall, first: string, then: string): void {
  const turns = call.client.of('input_audio_buffer.committed').length;
  call.client.speak(recorded(first));
  while (call.client.of('input_audio_buffer.committed').length === turns) call.client.silence(20, 20);
  call.client.speak(recorded(then));
}

/** Speaks over the agent's answer when some of it has been heard. */
function cutsIn(call: PhoneCall, first: string, then: string): void {
  const heard = call.client.of('response.output_audio.delta').length;
  call.client.speak(recorded(first));
  while (call.client.of('response.output_audio.delta').length < heard + 3) call.client.silence(20, 20);
  call.client.speak(recorded(then));
}

describe('a handover that is not heard out', () => {
  it.each([
    ['before its first word', goesOn],
    ['in the middle', cutsIn],
  ])('is made all the same when the caller has spoken again: %s', (_when, interrupts) => {
    const call = new PhoneCall(agent, { tools });
    call.answer();
    interrupts(call, 'rms/talk-to-human', 'rms/refund');
    call.client.silence(6000);
    expect(call.answers().slice(1)).toEqual(['handover cancelled', 'handover completed']);
    expect(transfers(call)).toEqual([{ reason: 'asked' }]);
  });

  it('is made at the next turn, where the answer failed', async () => {
    const failing = await loadAgent({ seed: 5, faults: [{ fault: 'server_error', share: 0.4, args: {} }] });
    // A session in which the answer to the first turn fails, and a later one does not.
    for (let session = 0; session < 50; session++) {
      const call = new PhoneCall(failing, { tools }, session);
      call.say('rms/talk-to-human');
      if (call.answers()[0] !== 'handover failed') continue;
      expect(transfers(call)).toEqual([]);
      call.say('rms/refund');
      if (call.answers()[1] !== 'handover completed') continue;
      expect(transfers(call)).toEqual([{ reason: 'asked' }]);
      return;
    }
    expect.unreachable('no session in which one fails and the next does not');
  });

  it('is made without waiting for the caller to say it again', async () => {
    const failing = await loadAgent({ seed: 5, faults: [{ fault: 'server_error', share: 0.4, args: {} }] });
    for (let session = 0; session < 50; session++) {
      const call = new PhoneCall(failing, { tools }, session);
      call.say('rms/talk-to-human');
      if (call.answers()[0] !== 'handover failed') continue;
      call.silence(25_000);
      expect(transfers(call)).toEqual([{ reason: 'asked' }]);
      expect(call.answers().filter((answer) => answer === 'handover completed')).toHaveLength(1);
      return;
    }
    expect.unreachable('no session in which it fails');
  });

  it('is off where nobody has heard of it and the rest of the turn is understood', () => {
    const call = new PhoneCall(agent, { tools });
    call.answer();
    call.say('rms/cough');
    call.say('rms/cough');
    // By itself the opening is a third trouble; with its number it is none.
    goesOn(call, 'rms/my-order-number-is', 'rms/40712');
    call.client.silence(6000);
    expect(call.answers().at(-1)).toBe('answer completed');
    expect(transfers(call)).toEqual([]);
    expect(call.say('rms/refund')).toBe(line('refund'));
  });
});

describe('after the handover', () => {
  it('every turn is told to hold the line, and nobody is called again', () => {
    const call = new PhoneCall(agent, { tools });
    expect(call.say('rms/talk-to-human')).toBe(line('handover'));
    expect(transfers(call)).toHaveLength(1);
    expect(call.say('rms/refund')).toBe(line('handover'));
    expect(call.say('rms/cough')).toBe(line('handover'));
    expect(transfers(call)).toEqual([]);
  });

  it('a caller who waits in silence is not spoken to, and not hung up on', () => {
    const call = new PhoneCall(agent, { tools });
    call.answer();
    call.say('rms/talk-to-human');
    const [transfer] = call.calls();
    expect(call.result(transfer?.callId ?? '', 'ok')).toBe('');
    expect(call.silence(60_000)).toBe('');
    expect(call.client.closes).toEqual([]);
  });

  it.each([0, 20])('a look-up that was under way does not matter any more, %i s later', (seconds) => {
    const call = new PhoneCall(agent, { tools });
    call.say('rms/order-status');
    call.say('rms/my-order-number-is', 'rms/40712');
    const [lookup] = call.calls();
    expect(call.say('rms/talk-to-human')).toBe(line('handover'));
    expect(transfers(call)).toHaveLength(1);
    expect(call.silence(seconds * 1000)).toBe('');
    expect(call.calls()).toEqual([]);
    expect(call.result(lookup?.callId ?? '', '{"status":"shipped"}')).toBe('');
  });
});
