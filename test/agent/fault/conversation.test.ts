/** Faults as a client meets them: a session in virtual time, in recorded speech, with one thing wrong in it. */

import { beforeAll, describe, expect, it } from 'vitest';
import { readFaultText } from '../../../src/fault/fault_wish.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { VirtualClient, recordings, type Spoken } from '../virtual_client.ts';

let question: Spoken;
beforeAll(async () => {
  [question] = (await recordings('slt/refund')) as [Spoken];
});

async function dial(faults: readonly string[], session: object = {}): Promise<VirtualClient> {
  const wishes = faults.map((text) => {
    const reading = readFaultText(text);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
  const agent = await loadAgent({ seed: 11, faults: wishes });
  return new VirtualClient(agent.session(0)).send({
    type: 'session.update',
    session: {
      type: 'realtime',
      audio: { input: { transcription: { model: 'gpt-transcribe' } } },
      ...session,
    },
  });
}

/** Asks one question and waits a while. */
async function ask(...faults: readonly string[]): Promise<VirtualClient> {
  return (await dial(faults)).speak(question.pcm).silence(8000);
}

/** The same, answered in text alone. */
async function askInText(...faults: readonly string[]): Promise<VirtualClient> {
  const client = await dial(faults, { output_modalities: ['text'] });
  return client.speak(question.pcm).silence(8000);
}

/** When a fault struck. */
function strikes(client: VirtualClient, fault: string): number[] {
  return client.records.flatMap((record) =>
    record.type === 'fault' && record.fault === fault ? [record.atMs] : [],
  );
}

function struck(client: VirtualClient, fault: string): number {
  return strikes(client, fault).length;
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
    const { atMs } = client.last('response.created');
    expect(client.last('response.done').atMs).toBe(atMs);
    expect(strikes(client, 'rate_limited')).toEqual([atMs]);
  });

  it('is refused for its rate is so in the words and figures of a real lack of tokens', async () => {
    const client = await ask('rate_limited::nth=1');
    const { response } = client.last('response.done').event;
    expect(response.usage).toMatchObject({ total_tokens: 0, input_tokens: 0, output_tokens: 0 });
    expect(JSON.stringify(response.status_details)).toMatch(
      /Rate limit reached for gpt-realtime\S* on tokens per min \(TPM\): Limit (\d+), Used \1, Requested \d+\. Please try again in [\d.]+s\./,
    );
    const [limit] = client.last('rate_limits.updated').event.rate_limits;
    expect(limit).toMatchObject({ name: 'tokens', remaining: 0, reset_seconds: 60 });
    // Nothing of it was true: the next one has all the tokens there are.
    client.speak(question.pcm).silence(8000);
    expect(client.last('response.done').event.response.status).toBe('completed');
    const [next] = client.last('rate_limits.updated').event.rate_limits;
    expect(next?.remaining).toBeGreaterThan(0.99 * (next?.limit ?? Infinity));
  });

  it('breaks in the middle has said so much, and closes what it opened', async () => {
    const client = await ask('server_error::after=1s');
    const { response } = client.last('response.done').event;
    expect(response.status).toBe('failed');
    expect(response.status_details).toMatchObject({ error: { code: 'server_error' } });
    expect(client.of('response.output_audio.delta')).toHaveLength(4);
    expect(client.of('response.output_item.done')).toHaveLength(1);
  });

  it('breaks in the middle is struck when it does', async () => {
    const client = await ask('server_error::after=1s');
    expect(strikes(client, 'server_error')).toEqual([client.last('response.done').atMs]);
    expect(client.last('response.done').atMs).toBeGreaterThan(client.last('response.created').atMs);
  });

  it('is too short to break is not struck', async () => {
    const client = await ask('server_error::after=60s');
    expect(client.last('response.done').event.response.status).toBe('completed');
    expect(struck(client, 'server_error')).toBe(0);
  });

  it('breaks in the middle may be text', async () => {
    const whole = (await askInText()).last('response.output_text.done').event.text;
    const client = await askInText('server_error::after=1s');
    expect(client.last('response.done').event.response.status_details).toMatchObject({
      error: { code: 'server_error' },
    });
    const { text } = client.last('response.output_text.done').event;
    expect(text.length).toBeGreaterThanOrEqual(15);
    expect(text.length).toBeLessThan(whole.length);
    expect(whole.startsWith(text)).toBe(true);
    expect(strikes(client, 'server_error')).toEqual([client.last('response.done').atMs]);
  });

  it('is slow is struck from when it would have begun, if it was not cut off before', async () => {
    const usual = (await ask()).last('response.content_part.added').atMs;
    const client = await ask('slow_first_token::median=3s,sigma=0');
    expect(strikes(client, 'slow_first_token')).toEqual([usual]);
    const cut = await dial(['slow_first_token']);
    cut.send({ type: 'response.create' }).run(1).send({ type: 'response.cancel' }).run(8000);
    expect(struck(cut, 'slow_first_token')).toBe(0);
  });

  it('is the first of a session is not slower than the one before it', async () => {
    const client = await ask('slowing');
    expect(struck(client, 'slowing')).toBe(0);
    client.speak(question.pcm).silence(8000);
    expect(struck(client, 'slowing')).toBe(1);
  });

  it('comes in bursts no longer than its beat is not struck', async () => {
    expect(struck(await ask('bursty_deltas::apart=60'), 'bursty_deltas')).toBe(0);
    expect(struck(await ask('bursty_deltas::apart=900'), 'bursty_deltas')).toBe(1);
  });

  it('comes in bursts has long gaps between them', async () => {
    const client = await ask('bursty_deltas::apart=900');
    const instants = client.of('response.output_audio.delta').map(({ atMs }) => atMs);
    const gaps = instants.slice(1).map((atMs, i) => atMs - (instants[i] as number));
    expect(Math.max(...gaps)).toBeGreaterThan(800);
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(gaps.length / 2);
  });

  it('is never done is heard to its end all the same, and the session goes on', async () => {
    const client = await ask('missing_done');
    expect(client.of('response.output_audio.done')).toHaveLength(1);
    expect(client.of('response.done')).toHaveLength(0);
    expect(strikes(client, 'missing_done')).toEqual([client.last('response.output_item.done').atMs]);
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

  it('is struck when its transcript would have come', async () => {
    const dueMs = (await ask()).last('conversation.item.input_audio_transcription.completed').atMs;
    for (const fault of ['transcription_late', 'transcription_failed', 'transcription_never']) {
      expect(strikes(await ask(fault), fault)).toEqual([dueMs]);
    }
    const hungUp = (await dial(['transcription_late'])).speak(question.pcm);
    while (hungUp.of('input_audio_buffer.committed').length === 0) hungUp.silence(100);
    expect(struck(hungUp.close().run(8000), 'transcription_late')).toBe(0);
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

describe('credentials that', () => {
  it('are refused are so before there is a session', async () => {
    const client = await dial(['auth_failed']);
    expect(client.types()).toEqual(['error']);
    expect(client.closes).toEqual([3000]);
    expect(client.records.map(({ type }) => type)).toEqual(['opened', 'fault', 'closed']);
  });

  it('are refused later leave the session as it began', async () => {
    const client = (await dial(['auth_failed::after=1s'])).run(2000);
    expect(client.types()).toEqual(['session.created', 'session.updated', 'error']);
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
    expect(odd.events.filter(({ event }) => !('obfuscation' in event))).toEqual([]);
    expect(odd.of('response.output_audio.delta').map(({ event }) => event.delta)).toEqual(
      usual.of('response.output_audio.delta').map(({ event }) => event.delta),
    );
  });
});
