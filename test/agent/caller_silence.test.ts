/** A caller who says nothing: from the start, for a while, or over the goodbye. Virtual time. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, line, profileWith, recorded } from './phone_call.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const vad = (rules: object): object => ({ audio: { input: { turn_detection: rules } } });
const createdMs = (call: PhoneCall): number[] => call.client.of('response.created').map(({ atMs }) => atMs);

describe('a caller who says nothing', () => {
  it('from the start is spoken to after ten seconds, and then the call ends', () => {
    const call = new PhoneCall(agent);
    const said = call.silence(60_000);
    expect(createdMs(call)[0]).toBe(10_000);
    expect(said).toBe([line('silence-1'), line('silence-2'), line('silence-end')].join(' '));
    expect(call.client.closes).toEqual([1000]);
  });

  it.each([
    ['without turn detection', null],
    ['where the client asks for its answers itself', { type: 'server_vad', create_response: false }],
    ['where the client times the silence', { type: 'server_vad', idle_timeout_ms: 5000 }],
  ])('from the start is left alone %s', (_where, rules) => {
    const call = new PhoneCall(agent, vad(rules as object));
    expect(call.silence(30_000)).toBe('');
  });

  it('is given the whole time from when the agent is the one to speak', () => {
    const call = new PhoneCall(agent, vad({ type: 'server_vad', create_response: false }));
    call.silence(60_000);
    call.client.update(vad({ type: 'server_vad' }));
    expect(call.silence(9900)).toBe('');
    call.silence(200);
    expect(createdMs(call)).toEqual([70_000]);
  });

  it('from the start, and then does, is not asked', () => {
    const call = new PhoneCall(agent);
    call.silence(9000);
    expect(call.say('rms/refund')).toBe(line('refund'));
  });

  it('after the greeting is spoken to ten seconds after its last word, and as long after each prompt', () => {
    const call = new PhoneCall(agent);
    call.client.send({ type: 'response.create' });
    call.client.silence(60_000);
    const answers = call.client.records.flatMap((record) => (record.type === 'answer' ? [record] : []));
    expect(answers.map(({ kind }) => kind)).toEqual(['greeting', 'silence', 'silence', 'end']);
    for (const [i, { createdMs: askedMs }] of answers.slice(1).entries()) {
      const before = answers[i];
      expect(askedMs - ((before?.firstAudioSentMs ?? 0) + (before?.audioMs ?? 0))).toBeCloseTo(10_000, 3);
    }
  });

  it('is spoken to when the client says, where it says so', () => {
    const call = new PhoneCall(agent, vad({ type: 'server_vad', idle_timeout_ms: 5000 }));
    call.answer();
    expect(call.silence(5000)).toBe(line('silence-1'));
    expect(call.client.of('input_audio_buffer.timeout_triggered')).toHaveLength(1);
  });

  it('and then speaks over the goodbye keeps the line open', () => {
    const call = new PhoneCall(agent);
    call.answer();
    while (call.answers().at(-1) !== 'end completed') call.client.silence(100);
    call.client.speak(recorded('rms/refund'));
    expect(call.silence(8000)).toContain(line('refund'));
    expect(call.client.closes).toEqual([]);
  });

  it('and then begins to speak at its last word is not hung up on while it is not clear what for', async () => {
    const patient = profileWith('interruption: 500ms', 'interruption: 900ms');
    const call = new PhoneCall(await loadAgent({ seed: 5, profile: patient }));
    call.answer();
    while (call.answers().at(-1) !== 'end completed') call.client.silence(20, 20);
    const goodbye = call.client.records.findLast((record) => record.type === 'answer');
    const heardMs = (goodbye?.firstAudioSentMs ?? 0) + (goodbye?.audioMs ?? 0);
    while (call.client.nowMs < heardMs - 220) call.client.silence(20, 20);
    call.client.speak(recorded('rms/refund'), 20);
    expect(call.silence(8000)).toContain(line('refund'));
    expect(call.client.closes).toEqual([]);
  });

  it('has the call ended by an agent that draws its answers, too', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'drawn.yaml');
    writeFileSync(
      file,
      `name: drawn
voice: joe
greeting: greeting
answers: [confirm, refund]
conversation: { silence: { after: 10s, prompts: [silence-1, silence-2], end: silence-end } }
latency: { llm: { median: 250ms, sigma: 0.35 }, tts: { median: 60ms, sigma: 0.3 } }
`,
    );
    const call = new PhoneCall(await loadAgent({ seed: 5, profile: file }));
    call.answer();
    call.silence(120_000);
    expect(call.answers().slice(1)).toEqual(['silence completed', 'silence completed', 'end completed']);
    expect(call.client.closes).toEqual([1000]);
  });
});
