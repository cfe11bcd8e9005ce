/**
 * OpenAI's Agents SDK over plain ws to `callstorm serve`, as its users have it: its session keeps a history of what was said,
 * truncates by itself what an interruption cut off, and runs the tools that are called. It checks every event with schemas of
 * its own, and what fails them shows in its history or as an error.
 */

import {
  OpenAIRealtimeWebSocket,
  RealtimeAgent,
  RealtimeSession,
  tool,
  type RealtimeItem,
} from '@openai/agents-realtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Spoken } from '../../agent/virtual_client.ts';
import { recordings } from '../../agent/virtual_client.ts';
import { callstorm, type Command } from '../command.ts';
import { Events } from './events.ts';
import { Microphone } from './microphone.ts';
import { spokenNumber } from './spoken_number.ts';

let agent: Command;
let url: string;
let question: Spoken;
let stop: Spoken;
let greeting: Spoken;
let number: Int16Array;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  [question, stop, greeting] = (await recordings('slt/order-status', 'awb/stop', 'joe/greeting')) as [
    Spoken,
    Spoken,
    Spoken,
  ];
  number = await spokenNumber('rms', '90815');
  agent = callstorm([
    'serve',
    '--profile',
    'scenarios/agents/support-line.yaml',
    '--port',
    '0',
    '--seed',
    '12',
  ]);
  await agent.prints('Ctrl-C stops it');
  url = /ws:\/\/\S+/.exec(agent.printed())?.[0] ?? '';
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
afterAll(() => agent.kill('SIGKILL'));

interface Client {
  readonly session: RealtimeSession;
  readonly events: Events<Told>;
  readonly audio: Buffer[];
  readonly errors: unknown[];
  readonly interruptions: () => number;
  readonly microphone: Microphone;
}

async function dial(tools: ReturnType<typeof tool>[] = []): Promise<Client> {
  const caller = new RealtimeAgent({
    name: 'shop',
    instructions: 'You answer the telephone of a shop.',
    tools,
  });
  const session = new RealtimeSession(caller, {
    transport: new OpenAIRealtimeWebSocket({ url: `${url}?model=gpt-realtime-2.1` }),
    model: 'gpt-realtime-2.1',
    config: { audio: { input: { turnDetection: { type: 'server_vad', silenceDurationMs: 300 } } } },
  });
  const events = new Events<Told>();
  const audio: Buffer[] = [];
  const errors: unknown[] = [];
  let interruptions = 0;
  session.on('transport_event', (event) => events.add(event as Told));
  session.on('audio', ({ data }) => audio.push(Buffer.from(data)));
  session.on('error', ({ error }) => errors.push(error));
  session.on('audio_interrupted', () => void interruptions++);
  const microphone = new Microphone((pcm) =>
    session.sendAudio(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength).slice().buffer),
  );
  opened.push({
    close: () => {
      microphone.close();
      session.close();
    },
  });
  await session.connect({ apiKey: 'any' });
  // Its own two updates: tracing, and the rest.
  await events.find((event) => event.type === 'session.updated' && wasConfigured(event));
  return { session, events, audio, errors, interruptions: () => interruptions, microphone };
}

function wasConfigured(event: object): boolean {
  return JSON.stringify(event).includes('gpt-4o-mini-transcribe');
}

/** An event as it came over the wire. */
type Told = Readonly<Record<string, unknown>> & { readonly type: string };

const is =
  (type: string) =>
  (event: Told): boolean =>
    event.type === type;

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function messages(history: readonly RealtimeItem[]): string[] {
  return history.map((item) => {
    if (item.type !== 'message') return item.type;
    const [part] = item.content;
    const text = part === undefined ? '' : 'text' in part ? part.text : (part.transcript ?? '');
    return `${item.role} ${'status' in item ? item.status : ''}: ${text}`;
  });
}

describe('the Agents SDK', () => {
  it('holds a spoken conversation, is interrupted in its answer, and keeps the history of it', async () => {
    const { session, events, audio, errors, interruptions, microphone } = await dial();
    session.transport.sendEvent({ type: 'response.create' });
    await events.find(is('response.done'));
    await settled();
    const heard = Buffer.concat(audio);
    const { pcm } = greeting;
    expect(heard.equals(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength))).toBe(true);
    expect(messages(session.history)).toEqual([`assistant completed: ${greeting.fixture.transcript}`]);

    microphone.open();
    microphone.say(question.pcm);
    const mark = events.all.length;
    await events.find(is('response.output_audio.delta'), mark);
    microphone.burst(stop.pcm);
    const done = await events.find(is('response.done'), mark);
    expect(done).toMatchObject({ response: { status_details: { reason: 'turn_detected' } } });
    // It truncates on its own, and then asks for the item as it is now.
    const truncated = await events.find(is('conversation.item.truncated'), mark);
    const retrieved = await events.find(
      (event) =>
        is('conversation.item.retrieved')(event) &&
        (event['item'] as { id: string }).id === truncated['item_id'],
      mark,
    );
    const { content } = retrieved['item'] as {
      content: { type: string; audio?: string; transcript?: string }[];
    };
    // Nobody knows how much of the words was heard.
    expect(content).toHaveLength(1);
    expect(content[0]).not.toHaveProperty('transcript');
    const keptMs = Buffer.from(content[0]?.audio ?? '', 'base64').length / 48;
    expect(keptMs).toBe(truncated['audio_end_ms']);
    expect(interruptions()).toBe(1);

    const after = events.all.length;
    await events.find(is('response.done'), after);
    await events.find(is('conversation.item.input_audio_transcription.completed'), after);
    await settled();
    const said = messages(session.history);
    expect(said).toHaveLength(5);
    expect(said.map((line) => line.split(':')[0])).toEqual([
      'assistant completed',
      'user completed',
      'assistant incomplete',
      'user completed',
      'assistant completed',
    ]);
    expect(session.usage.inputTokens).toBeGreaterThan(100);
    expect(session.usage.outputTokens).toBeGreaterThan(greeting.fixture.durationMs / 50);
    expect(errors).toEqual([]);
  });

  it('runs the tool that the agent calls, and hears the answer to its result', async () => {
    const asked: string[] = [];
    const lookUp = tool({
      name: 'lookup_order',
      description: 'Says how an order stands.',
      parameters: z.object({ order_number: z.string() }),
      execute: ({ order_number }) => {
        asked.push(order_number);
        return 'on its way';
      },
    });
    const { session, events, errors, microphone } = await dial([lookUp]);
    microphone.open();
    microphone.say(question.pcm);
    await events.find(is('response.done'));
    const mark = events.all.length;
    microphone.say(number);
    const called = await events.find(is('response.done'), mark);
    expect(called).toMatchObject({
      response: { output: [{ type: 'message' }, { type: 'function_call', name: 'lookup_order' }] },
    });
    // The SDK calls back by itself: the result as an item, then `response.create`.
    const after = events.all.indexOf(called) + 1;
    const answered = await events.find(is('response.done'), after);
    expect(answered).toMatchObject({ response: { status: 'completed', output: [{ type: 'message' }] } });
    await settled();
    expect(asked).toEqual(['90815']);
    expect(session.history).toContainEqual(
      expect.objectContaining({
        type: 'function_call',
        name: 'lookup_order',
        arguments: '{"order_number":"90815"}',
        output: 'on its way',
        status: 'completed',
      }),
    );
    expect(errors).toEqual([]);
  });

  it('is accounted for when the server is stopped', async () => {
    agent.kill('SIGINT');
    const { exitCode, out } = await agent.ended;
    expect(exitCode).toBe(0);
    expect(out).toMatch(/2 sessions, \d+ answers/);
  });
});
