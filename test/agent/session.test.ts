import { beforeAll, describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/fixture/manifest.ts';
import type { Agent } from '../../src/agent/simulator.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { PLAIN, VirtualClient, recordings, type Spoken } from './virtual_client.ts';

let agent: Agent;
let question: Spoken;
let stop: Spoken;

beforeAll(async () => {
  agent = await loadAgent({ profile: PLAIN, seed: 7 });
  [question, stop] = (await recordings('slt/order-status', 'awb/stop')) as [Spoken, Spoken];
});

function dial(index = 0): VirtualClient {
  return new VirtualClient(agent.session(index));
}

/** Measured first and last audible instants of a fixture that begins to play at `fromMs`. */
function audible({ fixture }: Spoken, fromMs: number): { startMs: number; endMs: number } {
  return {
    startMs: fromMs + (fixture.segments[0]?.startMs ?? 0),
    endMs: fromMs + (fixture.segments.at(-1)?.endMs ?? 0),
  };
}

const ANSWER = [
  'response.created',
  'response.output_item.added',
  'conversation.item.added',
  'response.content_part.added',
  'response.output_audio_transcript.delta',
  'response.output_audio.delta',
];
const ENDING = [
  'response.output_audio.done',
  'response.output_audio_transcript.done',
  'response.content_part.done',
  'conversation.item.done',
  'response.output_item.done',
  'response.done',
  'rate_limits.updated',
];

describe('a conversation, audio to audio', () => {
  it('greets when asked to in an empty conversation, in the order of the service', () => {
    const client = dial().send({ type: 'response.create' }).run(10_000);
    const types = client.typesSince(0);
    expect(types[0]).toBe('session.created');
    expect(types.slice(1, 7)).toEqual(ANSWER);
    expect(types.slice(-7)).toEqual(ENDING);
    const done = client.last('response.done').event.response;
    expect(done.status).toBe('completed');
    const said = client.last('response.output_audio_transcript.done').event.transcript;
    expect(said).toBe('Hello, and welcome to the support line. What can I do for you?');
    const pieces = client.of('response.output_audio_transcript.delta').map(({ event }) => event.delta);
    expect(pieces.join('')).toBe(said);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('sends the whole recording, bit for bit, and faster than it plays', async () => {
    const client = dial().send({ type: 'response.create' }).run(10_000);
    const deltas = client.of('response.output_audio.delta');
    const sent = Buffer.concat(deltas.map(({ event }) => Buffer.from(event.delta, 'base64')));
    const [greeting] = (await recordings('joe/greeting')) as [Spoken];
    expect(
      sent.equals(Buffer.from(greeting.pcm.buffer, greeting.pcm.byteOffset, greeting.pcm.byteLength)),
    ).toBe(true);
    const tookMs = (deltas.at(-1)?.atMs ?? 0) - (deltas[0]?.atMs ?? 0);
    expect(tookMs).toBeCloseTo((deltas.length - 1) * 60, 6);
    expect(tookMs).toBeLessThan(greeting.fixture.durationMs / 3);
  });

  it('hears where an utterance begins and ends, and answers it', () => {
    const client = dial();
    client.silence(1000).speak(question.pcm).silence(5000);
    const { startMs, endMs } = audible(question, 1000);
    const started = client.last('input_audio_buffer.speech_started');
    const stopped = client.last('input_audio_buffer.speech_stopped');
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    // Both positions include what the settings add to them.
    expect(Math.abs(started.event.audio_start_ms + 300 - startMs)).toBeLessThan(80);
    expect(Math.abs(stopped.event.audio_end_ms - 500 - endMs)).toBeLessThan(120);
    // The event leaves with the frame that decided it, and the detector's own delay.
    expect(stopped.atMs - stopped.event.audio_end_ms).toBeGreaterThan(0);
    expect(stopped.atMs - stopped.event.audio_end_ms).toBeLessThan(100 + 60);
    const types = client.typesSince(1);
    expect(types.slice(0, 5)).toEqual([
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
    ]);
    expect(types.slice(5, 11)).toEqual(ANSWER);
    expect(types.slice(-7)).toEqual(ENDING);
    expect(stopped.event.item_id).toBe(started.event.item_id);
    expect(client.last('input_audio_buffer.committed').event.item_id).toBe(started.event.item_id);
  });

  it('keeps two utterances of a sentence with a pause in one turn, and two sentences apart', () => {
    const close = dial().speak(question.pcm).silence(100).speak(question.pcm).silence(2000);
    expect(close.of('input_audio_buffer.speech_started')).toHaveLength(1);
    const apart = dial(1).speak(question.pcm).silence(1500).speak(question.pcm).silence(2000);
    expect(apart.of('input_audio_buffer.speech_started')).toHaveLength(2);
    expect(apart.of('input_audio_buffer.committed')).toHaveLength(2);
    const [first, second] = apart.of('input_audio_buffer.committed');
    expect(second?.event.previous_item_id).not.toBe(first?.event.previous_item_id);
  });

  it('hears nothing in silence', () => {
    const client = dial().silence(20_000);
    expect(client.types()).toEqual(['session.created']);
  });

  it('hears every caller utterance of every voice as one turn, close to where it was measured', async () => {
    const { fixtures } = await loadManifest();
    const ids = fixtures.filter(({ role }) => role === 'caller').map(({ id }) => id);
    const offs: { id: string; turns: number; start: number; end: number }[] = [];
    for (const [index, spoken] of (await recordings(...ids)).entries()) {
      const client = dial(100 + index)
        .silence(700)
        .speak(spoken.pcm)
        .silence(1500);
      const { startMs, endMs } = audible(spoken, 700);
      const started = client.of('input_audio_buffer.speech_started');
      const stopped = client.of('input_audio_buffer.speech_stopped').at(-1);
      offs.push({
        id: spoken.fixture.id,
        turns: started.length,
        start: (started[0]?.event.audio_start_ms ?? Infinity) + 300 - startMs,
        end: (stopped?.event.audio_end_ms ?? -Infinity) - 500 - endMs,
      });
    }
    expect(offs.length).toBeGreaterThan(100);
    expect(offs.filter(({ turns }) => turns !== 1)).toEqual([]);
    // The detector needs a voice: an unvoiced first or last consonant is heard late or not at all.
    expect(offs.filter(({ start }) => start < -30 || start > 200)).toEqual([]);
    expect(offs.filter(({ end }) => end < -160 || end > 40)).toEqual([]);
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
    expect(Math.abs(median(offs.map(({ start }) => start)))).toBeLessThan(25);
    expect(Math.abs(median(offs.map(({ end }) => end)))).toBeLessThan(25);
  });

  it('is the same again with the same seed, and another with another', async () => {
    const play = (from: Agent): string => {
      const client = new VirtualClient(from.session(5));
      client.send({ type: 'response.create' }).run(4000).speak(question.pcm).silence(6000);
      return JSON.stringify(client.events);
    };
    expect(play(await loadAgent({ profile: PLAIN, seed: 7 }))).toBe(play(agent));
    expect(play(await loadAgent({ profile: PLAIN, seed: 8 }))).not.toBe(play(agent));
  });
});

describe('settings', () => {
  it('waits as long as silence_duration_ms says', () => {
    const at = (silence: number): number => {
      const client = dial(9);
      client.update({
        audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: silence } } },
      });
      client.silence(500, 20).speak(question.pcm, 20).silence(2000, 20);
      return client.last('input_audio_buffer.speech_stopped').atMs;
    };
    expect(at(800) - at(200)).toBeCloseTo(600, 6);
  });

  it('adds prefix_padding_ms before the speech', () => {
    const at = (padding: number): number => {
      const client = dial(9);
      client.update({
        audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: padding } } },
      });
      client.silence(1000).speak(question.pcm).silence(1000);
      return client.last('input_audio_buffer.speech_started').event.audio_start_ms;
    };
    expect(at(100) - at(600)).toBe(500);
  });

  it('needs louder speech at a higher threshold', () => {
    const quiet = question.pcm.map((sample) => Math.round(sample / 20));
    const heard = (threshold: number): number => {
      const client = dial(9);
      client.update({ audio: { input: { turn_detection: { type: 'server_vad', threshold } } } });
      return client.silence(500).speak(quiet).silence(1500).of('input_audio_buffer.committed').length;
    };
    expect(heard(0.2)).toBe(1);
    expect(heard(0.95)).toBe(0);
  });

  it('leaves answering and interrupting to the client where it is told to', () => {
    const client = dial(4);
    client.update({
      audio: {
        input: { turn_detection: { type: 'server_vad', create_response: false, interrupt_response: false } },
      },
    });
    client.speak(question.pcm).silence(3000);
    expect(client.of('response.created')).toHaveLength(0);
    client.send({ type: 'response.create' }).run(400).speak(stop.pcm).silence(3000);
    expect(client.last('response.done').event.response.status).toBe('completed');
  });

  it('leaves turns to the client without turn detection', () => {
    const client = dial(4).update({ audio: { input: { turn_detection: null } } });
    expect(client.last('session.updated').event.session).toMatchObject({
      audio: { input: { turn_detection: null } },
    });
    client.speak(question.pcm).silence(3000);
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(0);
    client.send({ type: 'input_audio_buffer.commit' });
    expect(client.of('input_audio_buffer.committed')).toHaveLength(1);
    client.run(1000);
    expect(client.of('response.created')).toHaveLength(0);
    client.send({ type: 'response.create' }).run(8000);
    expect(client.last('response.done').event.response.status).toBe('completed');
  });

  it('prompts a caller who stays silent for idle_timeout_ms after the answer was heard', () => {
    const client = dial(4);
    client.update({ audio: { input: { turn_detection: { type: 'server_vad', idle_timeout_ms: 5000 } } } });
    client.send({ type: 'response.create' }).silence(12_000);
    const firstAudioMs = client.of('response.output_audio.delta')[0]?.atMs ?? 0;
    const greetingMs = (client.records.find((record) => record.type === 'answer') as { audioMs: number })
      .audioMs;
    const timeout = client.last('input_audio_buffer.timeout_triggered');
    expect(timeout.atMs).toBeCloseTo(firstAudioMs + greetingMs + 5000, 6);
    expect(timeout.event.audio_end_ms - timeout.event.audio_start_ms).toBe(5000);
    const since = client.events.findIndex(
      ({ event }) => event.type === 'input_audio_buffer.timeout_triggered',
    );
    expect(client.typesSince(since).slice(0, 5)).toEqual([
      'input_audio_buffer.timeout_triggered',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
    ]);
  });

  it('listens and speaks in G.711', async () => {
    const { g711Encode } = await import('../../src/audio/g711.ts');
    const { pcm16FromFloat, pcm16ToFloat } = await import('../../src/audio/pcm.ts');
    const { resample } = await import('../../src/audio/resample.ts');
    const narrow = pcm16FromFloat(await resample(pcm16ToFloat(question.pcm), 24_000, 8_000));
    for (const [type, law] of [
      ['audio/pcmu', 'ulaw'],
      ['audio/pcma', 'alaw'],
    ] as const) {
      const client = dial(4).update({ audio: { input: { format: { type } }, output: { format: { type } } } });
      const bytes = g711Encode(narrow, law);
      for (let at = 0; at < bytes.length; at += 800) client.run(100).append(bytes.slice(at, at + 800));
      const quiet = g711Encode(new Int16Array(800), law);
      for (let i = 0; i < 30; i++) client.run(100).append(quiet);
      expect(client.of('input_audio_buffer.committed')).toHaveLength(1);
      client.run(8000);
      const answer = client.records.find((record) => record.type === 'answer') as { audioMs: number };
      const bytesSent = client
        .of('response.output_audio.delta')
        .reduce((sum, { event }) => sum + Buffer.from(event.delta, 'base64').length, 0);
      expect(bytesSent / 8).toBeCloseTo(answer.audioMs, 6);
      expect(answer.audioMs).toBeGreaterThan(1000);
    }
  });

  it('completes an empty transcription, after its delay, where the session asks for one', () => {
    const client = dial(4).update({ audio: { input: { transcription: { model: 'gpt-transcribe' } } } });
    client.speak(question.pcm).silence(3000);
    const committed = client.last('input_audio_buffer.committed');
    const transcribed = client.last('conversation.item.input_audio_transcription.completed');
    expect(transcribed.event).toMatchObject({ transcript: '', item_id: committed.event.item_id });
    expect(transcribed.atMs).toBeGreaterThan(committed.atMs + 50);
    expect(dial(4).speak(question.pcm).silence(3000).types()).not.toContain(
      'conversation.item.input_audio_transcription.completed',
    );
  });

  it('answers in text alone where asked to', () => {
    const client = dial(4)
      .update({ output_modalities: ['text'] })
      .send({ type: 'response.create' })
      .run(5000);
    expect(client.of('response.output_audio.delta')).toHaveLength(0);
    expect(client.last('response.output_text.done').event.text).toContain('welcome to the support line');
    expect(client.last('response.done').event.response.usage?.output_token_details?.audio_tokens).toBe(0);
  });

  it('stops at max_output_tokens', () => {
    const client = dial(4)
      .send({ type: 'response.create', response: { max_output_tokens: 40 } })
      .run(8000);
    const done = client.last('response.done').event.response;
    expect(done.status_details).toEqual({ type: 'incomplete', reason: 'max_output_tokens' });
    expect(done.usage?.output_tokens).toBeLessThanOrEqual(40);
    expect(done.usage?.output_tokens).toBeGreaterThan(20);
  });

  it('echoes all settings in force, the untouched ones too', () => {
    const client = dial(4);
    client.update({ instructions: 'Be brief.', audio: { output: { voice: 'cedar' } } });
    client.update({ audio: { input: { turn_detection: { type: 'server_vad', threshold: 0.7 } } } });
    expect(client.last('session.updated').event.session).toMatchObject({
      type: 'realtime',
      object: 'realtime.session',
      model: 'gpt-realtime-2.1',
      instructions: 'Be brief.',
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24000 },
          turn_detection: {
            type: 'server_vad',
            threshold: 0.7,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            create_response: true,
            interrupt_response: true,
          },
        },
        output: { voice: 'cedar', speed: 1 },
      },
    });
  });
});

describe('interruption', () => {
  it('cancels an answer that is still being made when the caller speaks', () => {
    const client = dial(4).send({ type: 'response.create' }).run(350);
    client.speak(stop.pcm.subarray(audible(stop, 0).startMs * 24), 20);
    const started = client.last('input_audio_buffer.speech_started');
    const done = client.of('response.done')[0];
    expect(done?.event.response.status_details).toEqual({ type: 'cancelled', reason: 'turn_detected' });
    expect(done?.atMs).toBe(started.atMs);
    const since = client.types().indexOf('input_audio_buffer.speech_started');
    expect(client.typesSince(since).slice(0, 8)).toEqual(['input_audio_buffer.speech_started', ...ENDING]);
    expect(client.last('response.output_item.done').event.item).toMatchObject({ status: 'incomplete' });
    expect(client.typesSince(since)).not.toContain('response.output_audio.delta');
  });

  it('closes a response that had not said anything yet', () => {
    const client = dial(4).send({ type: 'response.create' }).send({ type: 'response.cancel' });
    expect(client.types().slice(1)).toEqual(['response.created', 'response.done', 'rate_limits.updated']);
    expect(client.last('response.done').event.response).toMatchObject({ status: 'cancelled', output: [] });
    expect(client.run(5000).of('response.output_item.added')).toHaveLength(0);
  });

  it('has nothing to cancel once all audio is sent, though it is still heard', () => {
    const client = dial(4).send({ type: 'response.create' }).run(1600);
    expect(client.of('response.done')).toHaveLength(1);
    client.speak(stop.pcm).silence(600);
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    expect(client.of('response.done').map(({ event }) => event.response.status)).toEqual(['completed']);
  });

  it('is cancelled by the client, and refuses to be where there is nothing', () => {
    const client = dial(4).send({ type: 'response.create' }).run(450);
    const { response } = client.last('response.created').event;
    client.send({ type: 'response.cancel', response_id: response.id });
    expect(client.last('response.done').event.response.status_details).toEqual({
      type: 'cancelled',
      reason: 'client_cancelled',
    });
    client.send({ type: 'response.cancel', event_id: 'mine' });
    expect(client.last('error').event.error).toMatchObject({
      code: 'response_cancel_not_active',
      event_id: 'mine',
    });
    client.send({ type: 'response.create' }).run(8000);
    expect(client.last('response.done').event.response.status).toBe('completed');
  });

  it('refuses a second answer beside the first, and goes on with the first', () => {
    const client = dial(4).send({ type: 'response.create' }).send({ type: 'response.create' });
    expect(client.last('error').event.error.code).toBe('conversation_already_has_active_response');
    expect(client.run(8000).of('response.done')).toHaveLength(1);
  });

  it('truncates what was not heard, and bills no more than that again', () => {
    const client = dial(4).send({ type: 'response.create' }).run(8000);
    const id = client.last('conversation.item.done').event.item.id;
    const truncate = (audio_end_ms: number): object => ({
      type: 'conversation.item.truncate',
      item_id: id,
      content_index: 0,
      audio_end_ms,
    });
    client.send(truncate(99_999));
    expect(client.last('error').event.error).toMatchObject({ code: 'invalid_value', param: 'audio_end_ms' });
    client.send(truncate(1000));
    expect(client.last('conversation.item.truncated').event).toMatchObject({
      item_id: id,
      audio_end_ms: 1000,
    });
    client.send(truncate(1001));
    expect(client.of('error')).toHaveLength(2);
    client.send({ type: 'conversation.item.retrieve', item_id: id });
    const { item } = client.last('conversation.item.retrieved').event;
    expect(item).toMatchObject({ content: [{ type: 'output_audio' }] });
    expect(JSON.stringify(item)).not.toContain('welcome');
    client.send({ type: 'response.create' }).run(8000);
    expect(client.last('response.done').event.response.usage?.input_token_details?.audio_tokens).toBe(20);
  });
});

describe('the conversation', () => {
  it('takes text items, where they are put', () => {
    const client = dial(4);
    const text = (id: string, previous?: string): object => ({
      type: 'conversation.item.create',
      ...(previous === undefined ? {} : { previous_item_id: previous }),
      item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello?' }] },
    });
    client.send(text('a')).send(text('b')).send(text('c', 'a')).send(text('d', 'root'));
    const added = client
      .of('conversation.item.added')
      .map(({ event }) => [event.item.id, event.previous_item_id]);
    expect(added).toEqual([
      ['a', null],
      ['b', 'a'],
      ['c', 'a'],
      ['d', null],
    ]);
    client.send({ type: 'conversation.item.delete', item_id: 'c' });
    expect(client.last('conversation.item.deleted').event.item_id).toBe('c');
    client.send({ type: 'conversation.item.retrieve', item_id: 'c' });
    expect(client.last('error').event.error.code).toBe('item_retrieve_invalid_item_id');
    client.send({ type: 'response.create' }).run(8000);
    expect(client.last('response.output_audio_transcript.done').event.transcript).not.toContain('welcome');
  });

  it('counts function calls and their outputs as items', () => {
    const client = dial(4);
    const call = { type: 'function_call', call_id: 'c1', name: 'look_up', arguments: '{"order":407}' };
    client.send({ type: 'conversation.item.create', item: call });
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: 'c1', output: '{"status":"late"}' },
    });
    expect(client.of('conversation.item.done')).toHaveLength(2);
    expect(client.of('error')).toHaveLength(0);
  });

  it('echoes the metadata of a response', () => {
    const client = dial(4).send({
      type: 'response.create',
      response: { metadata: { client_event_id: 'x1' } },
    });
    expect(client.last('response.created').event.response.metadata).toEqual({ client_event_id: 'x1' });
  });

  it('bills the whole conversation again at each response, more and more of it cached', () => {
    const client = dial(4);
    for (let i = 0; i < 6; i++)
      client.send({ type: 'response.create' }).run(9000).speak(question.pcm).silence(9000);
    const usages = client.of('response.done').map(({ event }) => event.response.usage ?? {});
    expect(usages.length).toBeGreaterThanOrEqual(12);
    for (const [i, usage] of usages.entries()) {
      const input = usage.input_token_details ?? {};
      const cached = input.cached_tokens_details ?? {};
      expect(usage.input_tokens).toBe((input.text_tokens ?? 0) + (input.audio_tokens ?? 0));
      expect(usage.total_tokens).toBe((usage.input_tokens ?? 0) + (usage.output_tokens ?? 0));
      expect(input.cached_tokens).toBe((cached.text_tokens ?? 0) + (cached.audio_tokens ?? 0));
      expect(input.cached_tokens).toBeLessThanOrEqual(i === 0 ? 0 : (usages[i - 1]?.input_tokens ?? 0));
      expect((input.cached_tokens ?? 0) % 64).toBe(0);
      expect(usage.input_tokens).toBeGreaterThan(usages[i - 1]?.input_tokens ?? 0);
    }
    const [last] = usages.slice(-1);
    expect((last?.input_token_details?.cached_tokens ?? 0) / (last?.input_tokens ?? 1)).toBeGreaterThan(0.7);
  });

  it('writes down what it heard and said, and when', () => {
    const client = new VirtualClient(agent.session(11), 5000);
    client.silence(1000).speak(question.pcm).silence(5000).close();
    expect(client.records.map(({ type }) => type)).toEqual(['opened', 'utterance', 'answer', 'closed']);
    const utterance = client.records[1];
    if (utterance?.type !== 'utterance') throw new Error('no utterance');
    const { startMs, endMs } = audible(question, 1000);
    const frames = utterance.arrivals.map(({ frame }) => frame);
    const lastAudible = Math.ceil(endMs / 100) - 1;
    expect(frames[0]).toBeLessThanOrEqual(Math.floor(startMs / 100) + 1);
    expect(frames).toContain(lastAudible);
    expect(frames).toEqual(frames.map((_, i) => (frames[0] ?? 0) + i));
    for (const { frame, atMs } of utterance.arrivals) expect(atMs).toBeCloseTo(5000 + (frame + 1) * 100, 6);
    const answer = client.records[2];
    if (answer?.type !== 'answer') throw new Error('no answer');
    expect(answer.firstAudioSentMs).toBe(client.of('response.output_audio.delta')[0]?.atMs);
    expect(answer.status).toBe('completed');
  });
});
