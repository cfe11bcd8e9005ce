/**
 * The `openai` package's own client of GPT-Live, with a key, through a spoken conversation: it is greeted, speaks over the greeting,
 * reads out a number, answers what is delegated to it, and closes.
 */

import OpenAI from 'openai-live';
import type { ServerEvent } from 'openai-live/resources/live/live';
import { LiveWS } from 'openai-live/resources/live/ws';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { AgentServer } from '../../../src/agent/server.ts';
import { startServer } from '../../../src/agent/server.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { recordings, type Spoken } from '../../agent/virtual_client.ts';
import { Events } from './events.ts';
import { Microphone } from './microphone.ts';
import { spokenNumber } from './spoken_number.ts';

const KEY = 'sk-of-a-test';
const NUMBER = '40712';

let server: AgentServer;
let question: Spoken;
let number: Int16Array;
let client: LiveWS;
let microphone: Microphone;

beforeAll(async () => {
  [question] = (await recordings('slt/order-status')) as [Spoken];
  number = await spokenNumber('slt', NUMBER);
  const agent = await loadAgent({ seed: 11 });
  server = await startServer({ agent, host: '127.0.0.1', port: 0, key: KEY, dialect: 'gpt-live' });
});
afterEach(() => {
  microphone.close();
  client.close();
});
afterAll(() => server.close());

const is =
  <T extends ServerEvent['type']>(type: T) =>
  (event: ServerEvent): event is Extract<ServerEvent, { type: T }> =>
    event.type === type;

function wordsOf(events: readonly ServerEvent[], of: 'input' | 'output'): string {
  return events
    .filter(is(`session.${of}_transcript.delta`))
    .map(({ delta }) => delta)
    .join('');
}

/** Of the agent's voice, the loudest sample in so much of it. */
function loudest(events: readonly ServerEvent[]): number {
  const audio = Buffer.concat(
    events.filter(is('session.output_audio.delta')).map(({ delta }) => Buffer.from(delta, 'base64')),
  );
  let most = 0;
  for (let at = 0; at + 1 < audio.length; at += 2) most = Math.max(most, Math.abs(audio.readInt16LE(at)));
  return most;
}

it('holds a spoken conversation, is delegated a task, and is told how it ended', async () => {
  const events = new Events<ServerEvent>();
  client = new LiveWS(
    new OpenAI({ apiKey: KEY, baseURL: server.url.replace(/^ws(.*)\/live\/sessions$/, 'http$1') }),
  );
  client.on('event', (event) => events.add(event));
  client.on('error', () => {});
  const closed = new Promise<number>((resolve) => client.on('close', (code) => resolve(code)));
  client.send({
    type: 'session.start',
    session: {
      model: 'gpt-live-1',
      instructions:
        'You answer the telephone of a shop. Delegate:\n- lookup_order(order_number): Finds an order.',
      audio: { format: { type: 'audio/pcm', rate: 24000 }, output: { voice: 'marin' } },
      delegation: { type: 'client' },
    },
  });
  const { session } = await events.find(is('session.started'));
  expect(session).toMatchObject({ model: 'gpt-live-1', status: 'active', delegation: { type: 'client' } });
  expect(session.expires_at * 1000).toBeGreaterThan(Date.now());
  microphone = new Microphone((pcm) =>
    client.send({
      type: 'session.input_audio.append',
      audio: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64'),
    }),
  );
  microphone.open();
  client.send({
    type: 'session.commentary.append',
    delegation_id: null,
    content: 'Greet the caller.',
    event_id: 'g',
  });
  expect(await events.find(is('session.commentary.appended'))).toMatchObject({ client_event_id: 'g' });
  await events.find(is('session.output_transcript.delta'));
  expect(wordsOf(events.all, 'output')).toMatch(/^ Hello/);

  // Over the greeting, which is not said to its end.
  microphone.say(question.pcm);
  await events.find(is('session.input_transcript.delta'));
  expect(wordsOf(events.all, 'output')).not.toMatch(/do for you\?/);
  expect(wordsOf(events.all, 'input')).toBe(' Where is my order?');
  await events.find(() => /order number\?/.test(wordsOf(events.all, 'output')));

  microphone.say(number);
  const { delegation } = await events.find(is('session.delegation.created'));
  expect(delegation).toMatchObject({ type: 'delegation', target: 'client' });
  expect(wordsOf(events.all, 'input')).toMatch(new RegExp(Array.from(NUMBER).join(' ')));
  const mark = events.all.length;
  client.send({
    type: 'session.commentary.append',
    delegation_id: delegation.id,
    content: JSON.stringify({ status: 'shipped', arrives: 'tomorrow' }),
  });
  await events.find(() => /on its way/.test(wordsOf(events.all.slice(mark), 'output')));
  expect(loudest(events.all.slice(mark))).toBeGreaterThan(1000);

  client.send({ type: 'session.close' });
  const { reason, usage } = await events.find(is('session.closed'));
  expect(reason).toBe('close_requested');
  const pieces = events.all.filter(is('session.output_audio.delta')).length;
  expect(usage.seconds, 'as long as the voice that was streamed').toBeCloseTo(pieces / 10, 0);
  expect(await closed).toBe(1000);
  expect(events.all.filter(is('error'))).toEqual([]);
});
