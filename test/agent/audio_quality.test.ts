/** Poor audio, from audio to audio: what the agent says to it, and what it writes down of it. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { AgentRecord, UtteranceRecord } from '../../src/agent/agent_record.ts';
import type { QualityReason } from '../../src/agent/ear/quality/quality.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { g711Encode } from '../../src/audio/g711.ts';
import { Random } from '../../src/core/word/random.ts';
import { PhoneCall, recorded } from './phone_call.ts';
import { PLAIN, VirtualClient } from './virtual_client.ts';

const REPEAT = 'The line is hard to hear. Could you speak up, or move nearer the microphone?';
const REFUND = 'Of course. I have started the refund for you.';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const spoil = {
  gain: (pcm: Int16Array, gainDb: number): Int16Array =>
    pcm.map((sample) => held(sample * 10 ** (gainDb / 20))),
  /** White noise, so many dB under full scale. */
  noise: (pcm: Int16Array, dbfs: number): Int16Array => {
    const random = new Random(3, 'noise');
    return pcm.map((sample) => held(sample + 32_768 * 10 ** (dbfs / 20) * random.normal()));
  },
  /** Of the frames of 20 ms this share is lost. */
  loss: (pcm: Int16Array, share: number): Int16Array => {
    const random = new Random(4, 'loss');
    const rest = pcm.slice();
    for (let at = 0; at < rest.length; at += 480) if (random.next() < share) rest.fill(0, at, at + 480);
    return rest;
  },
};

function held(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
}

function utterances(records: readonly AgentRecord[]): UtteranceRecord[] {
  return records.filter((record) => record.type === 'utterance');
}

/** A detector that lets quiet voices through. */
const keen = { audio: { input: { turn_detection: { type: 'server_vad', threshold: 0 } } } };

describe('poor audio', () => {
  it.each<[QualityReason, (pcm: Int16Array) => Int16Array]>([
    ['too_quiet', (pcm) => spoil.gain(pcm, -44)],
    ['clipped', (pcm) => spoil.gain(pcm, 32)],
    ['noisy', (pcm) => spoil.noise(pcm, -20)],
    ['choppy', (pcm) => spoil.loss(pcm, 0.6)],
  ])('that is %s and not understood is asked for again', (reason, spoilt) => {
    const call = new PhoneCall(agent, keen);
    call.answer();
    expect(call.sound(spoilt(recorded('rms/change-address')))).toContain(REPEAT);
    const [utterance] = utterances(call.client.records);
    expect(utterance?.quality?.verdict).toBe('poor');
    expect(utterance?.quality?.reasons).toContain(reason);
  });

  it.each<[QualityReason, (pcm: Int16Array) => Int16Array]>([
    ['too_quiet', (pcm) => spoil.gain(pcm, -25)],
    ['clipped', (pcm) => spoil.gain(pcm, 14)],
    ['choppy', (pcm) => spoil.loss(pcm, 0.2)],
  ])('that is %s and understood all the same is answered', (reason, spoilt) => {
    const call = new PhoneCall(agent, keen);
    call.answer();
    expect(call.sound(spoilt(recorded('slt/refund')))).toBe(REFUND);
    expect(utterances(call.client.records)[0]?.quality?.reasons).toEqual([reason]);
  });

  it('is asked for again where its words are none that the agent knows', () => {
    for (const spoilt of [
      spoil.gain(recorded('joe/error-connection-lost'), -24),
      spoil.gain(recorded('slt/cough'), 20),
    ]) {
      const call = new PhoneCall(agent, keen);
      call.answer();
      expect(call.sound(spoilt)).toBe(REPEAT);
    }
  });
});

describe('the log', () => {
  it('has each turn’s quality, and at the end the session’s', () => {
    const call = new PhoneCall(agent);
    call.say('slt/refund');
    call.sound(spoil.gain(recorded('slt/refund-when'), 20));
    call.client.close();
    const [good, poor] = utterances(call.client.records);
    expect(good?.quality).toMatchObject({ verdict: 'good', reasons: [], suggestions: [], clippedShare: 0 });
    expect(poor?.quality).toMatchObject({
      verdict: 'poor',
      reasons: ['clipped'],
      suggestions: [expect.stringMatching(/^Lower the microphone's gain by \d+ dB\.$/)],
    });
    expect(call.client.records.at(-1)).toMatchObject({
      type: 'closed',
      quality: {
        utterances: 2,
        minLevelDbfs: good?.quality?.levelDbfs,
        maxLevelDbfs: poor?.quality?.levelDbfs,
        goodShare: 0.5,
        reasons: [{ reason: 'clipped', utterances: 1 }],
      },
    });
  });

  it('has it without a recogniser, over a telephone line, and where the client ends its turns', async () => {
    const plain = await loadAgent({ seed: 5, profile: PLAIN });
    const spoken = spoil.gain(recorded('rms/refund'), 24);
    const narrow = spoken.filter((_, i) => i % 3 === 0);
    for (const format of ['audio/pcm', 'audio/pcmu', 'audio/pcma']) {
      for (const detection of [null, { type: 'server_vad' }]) {
        const client = new VirtualClient(plain.session(0));
        const type = format === 'audio/pcm' ? { type: format, rate: 24_000 } : { type: format };
        client.update({ audio: { input: { format: type, turn_detection: detection } } });
        if (format === 'audio/pcm') client.speak(spoken).silence(1000);
        else {
          const law = format === 'audio/pcmu' ? 'ulaw' : 'alaw';
          const bytes = g711Encode(Int16Array.from([...narrow, ...new Int16Array(8000)]), law);
          for (let at = 0; at < bytes.length; at += 800) client.run(100).append(bytes.slice(at, at + 800));
        }
        if (detection === null) client.send({ type: 'input_audio_buffer.commit' });
        client.run(2000);
        const [utterance] = utterances(client.records);
        expect(utterance?.recognition).toBeNull();
        expect(utterance?.quality?.reasons).toEqual(['clipped']);
        expect(utterance?.quality?.levelDbfs).toBeGreaterThan(-6);
      }
    }
  });

  it('has none of a turn in which nothing was to be heard, nor of a session', async () => {
    const client = new VirtualClient((await loadAgent({ seed: 5, profile: PLAIN })).session(0));
    client.update({ audio: { input: { turn_detection: null } } });
    client.silence(500).send({ type: 'input_audio_buffer.commit' }).close();
    expect(utterances(client.records)[0]?.quality).toBeNull();
    expect(client.records.at(-1)).toMatchObject({ type: 'closed', quality: null });
  });

  it('takes nothing of a cleared buffer for the next turn', async () => {
    const client = new VirtualClient((await loadAgent({ seed: 5, profile: PLAIN })).session(0));
    client.update({ audio: { input: { turn_detection: null } } });
    client.speak(spoil.gain(recorded('rms/refund'), 24)).send({ type: 'input_audio_buffer.clear' });
    client.speak(recorded('rms/refund')).send({ type: 'input_audio_buffer.commit' });
    expect(utterances(client.records)[0]?.quality?.verdict).toBe('good');
  });
});
