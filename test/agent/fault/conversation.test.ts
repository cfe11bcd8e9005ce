/** Faults as a client meets them: a session in virtual time, in recorded speech, with one thing wrong in it. */

import { beforeAll, describe, expect, it } from 'vitest';
import { readFaultText } from '../../../src/agent/fault/read_fault.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { VirtualClient, recordings, type Spoken } from '../virtual_client.ts';

let question: Spoken;
beforeAll(async () => {
  [question] = (await recordings('slt/refund')) as [Spoken];
});

async function dial(...faults: readonly string[]): Promise<VirtualClient> {
  const wishes = faults.map((text) => {
    const reading = readFaultText(text);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
  const agent = await loadAgent({ seed: 11, faults: wishes });
  return new VirtualClient(agent.session(0)).send({
    type: 'session.update',
    session: { type: 'realtime', audio: { input: { transcription: { model: 'gpt-transcribe' } } } },
  });
}

/** Asks one question and waits a while. */
async function ask(...faults: readonly string[]): Promise<VirtualClient> {
  return (await dial(...faults)).speak(question.pcm).silence(8000);
}

function struck(client: VirtualClient, fault: string): number {
  return client.records.filter((record) => record.type === 'fault' && record.fault === fault).length;
}

describe('an answer that', () => {
  it('is slow comes late by what was asked for', async () => {
    const delay = (client: VirtualClient): number =>
      client.last('response.output_audio.delta').atMs - client.last('response.created').atMs;
    const usual = delay(await ask());
    const slow = await ask('slow_first_token::median=3s,sigma=0');
    expect(delay(slow) - usual).toBeCloseTo(3000, 0);
    expect(struck(slow, 'slow_first_token')).toBe(1);
  });

  it('is not given is not begun', async () => {
    const client = await ask('no_answer');
    expect(client.of('input_audio_buffer.committed')).toHaveLength(1);
    expect(client.of('response.created')).toHaveLength(0);
    expect(struck(client, 'no_answer')).toBe(1);
  });

  it('is refused for its rate fails at once and in silence', async () => {
    const client = await ask('rate_limited');
    const { response } = client.last('response.done').event;
    expect(response.status).toBe('failed');
    expect(response.status_details).toMatchObject({ type: 'failed', error: { code: 'rate_limit_exceeded' } });
    expect(client.of('response.output_audio.delta')).toHaveLength(0);
  });

  it('breaks in the middle has said so much, and closes what it opened', async () => {
    const client = await ask('server_error::after=1s');
    const { response } = client.last('response.done').event;
    expect(response.status).toBe('failed');
    expect(response.status_details).toMatchObject({ error: { code: 'server_error' } });
    expect(client.of('response.output_audio.delta')).toHaveLength(4);
    expect(client.of('response.output_item.done')).toHaveLength(1);
  });

  it('comes in bursts has long gaps between them', async () => {
    const client = await ask('bursty_deltas::every=900');
    const instants = client.of('response.output_audio.delta').map(({ atMs }) => atMs);
    const gaps = instants.slice(1).map((atMs, i) => atMs - (instants[i] as number));
    expect(Math.max(...gaps)).toBeGreaterThan(800);
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(gaps.length / 2);
  });

  it('is never done is heard to its end all the same, and the session goes on', async () => {
    const client = await ask('missing_done');
    expect(client.of('response.output_audio.done')).toHaveLength(1);
    expect(client.of('response.done')).toHaveLength(0);
    client.speak(question.pcm).silence(8000);
    expect(client.of('response.created')).toHaveLength(2);
  });
});

describe('hearing that', () => {
  it('misses the end of a turn leaves it open, for what is said next', async () => {
    const client = await ask('no_speech_stopped');
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    expect(client.of('input_audio_buffer.speech_stopped')).toHaveLength(0);
    client.speak(question.pcm).silence(3000);
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    expect(client.of('response.created')).toHaveLength(0);
  });

  it('transcribes late, wrongly or never does so beside the conversation', async () => {
    const type = 'conversation.item.input_audio_transcription.completed';
    const late = await ask('transcription_late::by=2s');
    expect(late.last(type).atMs - late.last('input_audio_buffer.committed').atMs).toBeGreaterThan(2000);
    const failed = await ask('transcription_failed');
    expect(failed.of(type)).toHaveLength(0);
    expect(failed.of('conversation.item.input_audio_transcription.failed')).toHaveLength(1);
    const never = await ask('transcription_never');
    expect(never.of(type)).toHaveLength(0);
    for (const client of [late, failed, never]) expect(client.of('response.done')).toHaveLength(1);
  });
});

describe('a session that', () => {
  it('is cut off says nothing', async () => {
    const client = await ask('dropped::on=first_audio,after=300');
    expect(client.closes).toEqual([1006]);
    const atMs = client.last('response.output_audio.delta').atMs;
    expect(client.records.find(({ type }) => type === 'fault')).toMatchObject({ fault: 'dropped' });
    expect(client.of('response.done')).toHaveLength(0);
    expect(client.events.filter((heard) => heard.atMs > atMs + 300)).toEqual([]);
  });

  it.each([
    ['internal_error::on=speech_started', [1011], null],
    ['session_expired::after=2s', [1001], 'session_expired'],
    ['auth_failed', [3000], 'invalid_api_key'],
  ])('%s ends as the service does', async (fault, closes, code) => {
    const client = await ask(fault);
    expect(client.closes).toEqual(closes);
    expect(client.of('error').map(({ event }) => event.error.code)).toEqual(code === null ? [] : [code]);
    // Whatever still comes meets nobody.
    const count = client.events.length;
    client.speak(question.pcm).send({ type: 'response.create' });
    expect(client.events).toHaveLength(count);
  });
});

describe('odd events', () => {
  it('come among the others, which are as they were', async () => {
    const plain = (client: VirtualClient): string[] =>
      client.types().filter((type) => !type.startsWith('callstorm.'));
    const usual = await ask();
    const odd = await ask('unknown_events', 'extra_fields', 'null_optionals');
    expect(plain(odd)).toEqual(plain(usual));
    expect(odd.types().length).toBe(2 * usual.types().length);
    expect(odd.last('response.done').event.response.usage).toBeNull();
    expect(odd.last('response.done').event).toHaveProperty('obfuscation');
  });
});
