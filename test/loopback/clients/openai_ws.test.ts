/**
 * The `openai` package's own Realtime client, over TLS and with a key, through a spoken conversation: it is greeted, asks,
 * interrupts, says how much it has heard, and calls a tool's result back.
 */

import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/agent/certificate.ts';
import { makeCertificate } from '../../../src/agent/certificate.ts';
import type { AgentServer } from '../../../src/agent/server.ts';
import { startServer } from '../../../src/agent/server.ts';
import type { Agent } from '../../../src/agent/simulator.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { Spoken } from '../../agent/virtual_client.ts';
import { recordings } from '../../agent/virtual_client.ts';
import { Events } from './events.ts';
import { Microphone } from './microphone.ts';
import { spokenNumber } from './spoken_number.ts';

const KEY = 'sk-of-a-test';
const NUMBER = '40712';

let agent: Agent;
let certificate: Certificate;
let server: AgentServer;
let question: Spoken;
let stop: Spoken;
let greeting: Spoken;
let number: Int16Array;
const clients: OpenAIRealtimeWS[] = [];
const microphones: Microphone[] = [];

beforeAll(async () => {
  [question, stop, greeting] = (await recordings('slt/order-status', 'awb/stop', 'joe/greeting')) as [
    Spoken,
    Spoken,
    Spoken,
  ];
  number = await spokenNumber('slt', NUMBER);
  agent = await loadAgent({ seed: 11 });
  certificate = await makeCertificate(['localhost', '127.0.0.1']);
  server = await serving(agent);
});
afterEach(() => {
  for (const microphone of microphones.splice(0)) microphone.close();
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => server.close());

function serving(agent: Agent): Promise<AgentServer> {
  return startServer({ agent, host: '127.0.0.1', port: 0, tls: certificate, key: KEY });
}

function dial(
  url: string,
  apiKey: string,
): { client: OpenAIRealtimeWS; events: Events<RealtimeServerEvent>; closed: Promise<number> } {
  const events = new Events<RealtimeServerEvent>();
  const api = new OpenAI({ apiKey, baseURL: url.replace('wss:', 'https:').replace('/realtime', '') });
  const client = new OpenAIRealtimeWS(
    { model: 'gpt-realtime-2.1', options: { ca: certificate.authority } },
    api,
  );
  client.on('event', (event) => events.add(event));
  // Errors are events too: what a test does not expect shows in its events.
  client.on('error', () => {});
  const closed = new Promise<number>((resolve) => client.socket.on('close', (code) => resolve(code)));
  clients.push(client);
  return { client, events, closed };
}

function microphoneOf(client: OpenAIRealtimeWS): Microphone {
  const microphone = new Microphone((pcm) =>
    client.send({
      type: 'input_audio_buffer.append',
      audio: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64'),
    }),
  );
  microphones.push(microphone);
  return microphone;
}

const is =
  <T extends RealtimeServerEvent['type']>(type: T) =>
  (event: RealtimeServerEvent): event is Extract<RealtimeServerEvent, { type: T }> =>
    event.type === type;

function audioOf(events: readonly RealtimeServerEvent[], responseId: string | undefined): Buffer {
  return Buffer.concat(
    events
      .filter(is('response.output_audio.delta'))
      .filter((event) => event.response_id === responseId)
      .map((event) => Buffer.from(event.delta, 'base64')),
  );
}

function bytesOf({ pcm }: Spoken): Buffer {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

describe('openai’s OpenAIRealtimeWS', () => {
  it('holds a spoken conversation, interrupts it, and cuts what it did not hear', async () => {
    const { client, events } = dial(server.url, KEY);
    await events.find(is('session.created'));
    client.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        instructions: 'You answer the telephone of a shop. Be brief.',
        audio: {
          input: {
            transcription: { model: 'gpt-4o-mini-transcribe' },
            turn_detection: { type: 'server_vad', silence_duration_ms: 300 },
          },
        },
      },
    });
    const { session } = await events.find(is('session.updated'));
    expect(session).toMatchObject({ audio: { input: { turn_detection: { interrupt_response: true } } } });

    client.send({ type: 'response.create' });
    const greeted = (await events.find(is('response.done'))).response;
    expect(greeted.status).toBe('completed');
    expect(audioOf(events.all, greeted.id).equals(bytesOf(greeting))).toBe(true);
    expect(greeted.output?.[0]).toMatchObject({
      type: 'message',
      content: [{ type: 'output_audio', transcript: greeting.fixture.transcript }],
    });

    const microphone = microphoneOf(client);
    microphone.open();
    microphone.say(question.pcm);
    const committed = await events.find(is('input_audio_buffer.committed'));
    expect(committed.previous_item_id).toBe(greeted.output?.[0]?.id);
    const transcribed = await events.find(is('conversation.item.input_audio_transcription.completed'));
    expect(transcribed).toMatchObject({ item_id: committed.item_id, usage: { type: 'tokens' } });

    // It speaks over the answer as soon as that is heard.
    const mark = events.all.length;
    const answer = await events.find(
      (event) => event.type === 'response.output_audio.delta' && event.response_id !== greeted.id,
      mark,
    );
    if (answer.type !== 'response.output_audio.delta') throw new Error('no audio');
    microphone.burst(stop.pcm);
    const { response: interrupted } = await events.find(is('response.done'), mark);
    expect(interrupted.status_details).toEqual({ type: 'cancelled', reason: 'turn_detected' });
    const heardMs = 120;
    client.send({
      type: 'conversation.item.truncate',
      item_id: answer.item_id,
      content_index: 0,
      audio_end_ms: heardMs,
    });
    await events.find(is('conversation.item.truncated'), mark);
    client.send({ type: 'conversation.item.retrieve', item_id: answer.item_id });
    const { item } = await events.find(is('conversation.item.retrieved'), mark);
    if (item.type !== 'message' || item.role !== 'assistant') throw new Error('another item');
    expect(item.content).toHaveLength(1);
    expect(item.content[0]?.transcript).toBeUndefined();
    const kept = Buffer.from(item.content[0]?.audio ?? '', 'base64');
    expect(kept.equals(audioOf(events.all, interrupted.id).subarray(0, heardMs * 48))).toBe(true);

    const after = events.all.length;
    const { response: last } = await events.find(is('response.done'), after);
    expect(last.status).toBe('completed');
    const usage = last.usage;
    // The greeting, the question, what was heard of the first answer, and the interruption.
    const greetingTokens = Math.ceil(greeting.fixture.durationMs / 50);
    expect(usage?.input_token_details?.audio_tokens).toBeGreaterThan(
      greetingTokens + Math.ceil(heardMs / 50),
    );
    expect(usage?.input_token_details?.audio_tokens).toBeLessThan(
      greetingTokens +
        Math.ceil(heardMs / 50) +
        (question.fixture.durationMs + stop.fixture.durationMs + 2000) / 100,
    );
    expect(usage?.output_token_details?.audio_tokens).toBe(
      Math.ceil(audioOf(events.all, last.id).length / 48 / 50),
    );
    expect(events.all.filter(is('error'))).toEqual([]);
  });

  it('is asked for a number, has its tool called with what it said, and is told the result', async () => {
    const { client, events } = dial(server.url, KEY);
    await events.find(is('session.created'));
    client.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        tools: [{ type: 'function', name: 'lookup_order', parameters: { type: 'object', properties: {} } }],
        audio: { input: { transcription: { model: 'gpt-transcribe' } } },
      },
    });
    const microphone = microphoneOf(client);
    microphone.open();
    microphone.say(question.pcm);
    const { response: asked } = await events.find(is('response.done'));
    expect(asked.output?.[0]).toMatchObject({
      content: [{ transcript: 'Sure. Could you read me your order number?' }],
    });
    const mark = events.all.length;
    microphone.say(number);
    const made = await events.find(is('response.function_call_arguments.done'), mark);
    expect(JSON.parse(made.arguments)).toEqual({ order_number: NUMBER });
    const { response } = await events.find(is('response.done'), mark);
    // It says that it looks, and looks.
    expect(response.output).toMatchObject([
      { type: 'message', content: [{ transcript: 'Let me look that up for you.' }] },
      { type: 'function_call', name: 'lookup_order', call_id: made.call_id, status: 'completed' },
    ]);
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: made.call_id, output: '{"status":"on its way"}' },
    });
    const after = events.all.length;
    client.send({ type: 'response.create' });
    const { response: answered } = await events.find(is('response.done'), after);
    expect(answered.output?.[0]).toMatchObject({
      content: [{ transcript: 'Good news, your order is on its way. It should arrive tomorrow.' }],
    });
    expect(audioOf(events.all, answered.id).length).toBeGreaterThan(48_000);
    const transcripts = events.all.filter(is('conversation.item.input_audio_transcription.completed'));
    expect(transcripts.map(({ transcript }) => transcript)).toEqual([
      'Where is my order?',
      `My order number is ${NUMBER.split('').join(' ')}`,
    ]);
    expect(events.all.filter(is('error'))).toEqual([]);
  });

  it('is refused inside the socket with another key', async () => {
    const { events, closed } = dial(server.url, 'sk-of-another');
    const { error } = await events.find(is('error'));
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_api_key' });
    expect(await closed).toBe(3000);
    expect(JSON.stringify(events.all)).not.toContain('sk-of');
  });
});
