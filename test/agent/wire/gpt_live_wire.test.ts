/** The simulated agent as GPT-Live: what it answers to, what it streams, and how it ends, by the published types. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../../src/agent/simulator.ts';
import { gptLiveWire } from '../../../src/agent/wire/gpt_live_wire.ts';
import { recordings } from '../virtual_client.ts';
import { LiveClient } from './live_client.ts';

let agent: Agent;

async function fixtureOf(utterance: string): Promise<Uint8Array> {
  const [{ pcm } = { pcm: new Int16Array() }] = await recordings(`slt/${utterance}`);
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

beforeAll(async () => {
  agent = await loadAgent({ seed: 1 });
});

function loud(audio: Buffer): boolean {
  for (let at = 0; at + 1 < audio.length; at += 2) if (Math.abs(audio.readInt16LE(at)) > 500) return true;
  return false;
}

describe('a session', () => {
  it('says nothing to a socket that says nothing', () => {
    const client = new LiveClient(agent).run(20_000);
    expect(client.events).toEqual([]);
  });

  it('starts with all that was left out', () => {
    const client = new LiveClient(agent).send({
      type: 'session.start',
      event_id: 'mine',
      session: { model: 'gpt-live-1' },
    });
    expect(client.of('session.started')).toMatchObject([
      {
        client_event_id: 'mine',
        session: {
          model: 'gpt-live-1',
          status: 'active',
          audio: { format: { type: 'audio/pcm', rate: 24000 }, output: { voice: 'marin' } },
          delegation: { type: 'client' },
        },
      },
    ]);
  });

  it.each([
    [{ model: 'm', temperature: 1 }, 'unknown_parameter', 'session.temperature'],
    [{ model: 'm', audio: { input: {} } }, 'unknown_parameter', 'session.audio.input'],
    [
      { model: 'm', audio: { format: { type: 'audio/pcm', rate: 8000 } } },
      'invalid_value',
      'session.audio.format.rate',
    ],
    [{}, 'missing_required_parameter', 'session.model'],
    [
      { model: 'm', delegation: { type: 'responses' } },
      'missing_required_parameter',
      'session.delegation.responses',
    ],
  ])('is refused by the field: %j', (session, code, param) => {
    const client = new LiveClient(agent).send({ type: 'session.start', event_id: 'e', session });
    expect(client.of('error')).toMatchObject([{ error: { code, param, client_event_id: 'e' } }]);
    expect(client.start().of('session.started'), 'and can be started all the same').toHaveLength(1);
  });

  it('names the events that there are to a client that says another', () => {
    const client = new LiveClient(agent).start().send({ type: 'response.cancel' });
    const [told] = client.of('error');
    expect(told?.error.message).toContain("'session.commentary.append'");
    expect(told?.error.message).toContain("'session.close'");
  });

  it.each([
    [{ type: 'session.input_audio.append', audio: 'AAAA' }, 'session_not_started'],
    [{ type: 'session.close' }, null],
  ])('has to be started first: %j', (event, code) => {
    const client = new LiveClient(agent).send(event);
    expect(client.of('error').map(({ error }) => error.code)).toEqual(code === null ? [] : [code]);
  });

  it.each(['response.create', 'decision.create'])('does nothing that its delegation does not: %s', (type) => {
    const [told] = new LiveClient(agent).start().send({ type, event_id: 'e' }).of('error');
    expect(told?.error.message).toMatch(new RegExp(`^${type} requires`));
  });

  it('survives what is no message', () => {
    const client = new LiveClient(agent).start();
    client.message(gptLiveWire.read('{"type":')).message(gptLiveWire.readBinary(Uint8Array.of(1, 2)));
    client.send({ type: 'session.input_audio.append', audio: '~' });
    expect(client.of('error')).toHaveLength(3);
    expect(client.closes).toEqual([]);
  });
});

describe('its voice', () => {
  it('flows in real time from the start, silent where nothing is said', () => {
    const client = new LiveClient(agent).start().run(1000);
    expect(client.at('session.output_audio.delta')).toEqual(Array.from({ length: 11 }, (_, i) => i * 100));
    expect(loud(client.audio())).toBe(false);
  });

  it('greets who asks it to, in step with its words', () => {
    const client = new LiveClient(agent).start();
    client.send({ type: 'session.commentary.append', delegation_id: null, content: 'Greet.', event_id: 'g' });
    expect(client.of('session.commentary.appended'), 'the timeline has not moved yet').toEqual([]);
    client.silence(5000);
    expect(client.of('session.commentary.appended')).toMatchObject([{ client_event_id: 'g', start_ms: 0 }]);
    expect(loud(client.audio())).toBe(true);
    expect(client.audio().length, 'no faster than it plays').toBe(51 * 4800);
    const words = client.of('session.output_transcript.delta');
    expect(words.map(({ delta }) => delta).join('')).toBe(
      ' Hello, and welcome to the support line. What can I do for you?',
    );
    for (const { start_ms: startMs, end_ms: endMs } of words) expect(endMs).toBeGreaterThan(startMs);
    expect(client.records.filter(({ type }) => type === 'answer')).toMatchObject([
      { firstAudioSentMs: client.at('session.output_transcript.delta')[0] },
    ]);
  });

  it.each([
    [{ type: 'audio/pcm', rate: 16000 }, 32],
    [{ type: 'audio/pcmu', rate: 8000 }, 8],
  ])('has the rate that was asked for: %j', (format, bytesPerMs) => {
    const client = new LiveClient(agent).start({ audio: { format } });
    client.send({ type: 'session.commentary.append', delegation_id: null, content: 'Greet.' });
    client.run(9000);
    expect(client.audio().length / bytesPerMs).toBe(9090);
    expect(client.of('session.output_transcript.delta').length).toBeGreaterThan(1);
  });

  it('yields to a caller who wants the floor, and murmurs are none', async () => {
    const murmur = await fixtureOf('mm-hm');
    const wait = await fixtureOf('wait');
    const greeted = (): LiveClient => {
      const client = new LiveClient(agent).start();
      client.send({ type: 'session.commentary.append', delegation_id: null, content: 'Greet.' });
      return client.silence(1500);
    };
    const through = greeted().speak(murmur).silence(4000);
    const words = through.of('session.output_transcript.delta').map(({ delta }) => delta);
    expect(words.join('')).toMatch(/What can I do for you\?$/);
    const cut = greeted().speak(wait).silence(1500);
    const spokenMs = wait.length / 48;
    const soon = cut.audio().subarray((1500 + spokenMs + 100) * 48, (1500 + spokenMs + 500) * 48);
    expect(loud(soon), 'silent soon after').toBe(false);
    const heardOut = through.audio().subarray((1500 + spokenMs + 100) * 48, (1500 + spokenMs + 500) * 48);
    expect(loud(heardOut)).toBe(true);
    const cutWords = cut.of('session.output_transcript.delta').map(({ delta }) => delta);
    expect(cutWords.join('')).not.toMatch(/do for you\?/);
  });
});

describe('its ear', () => {
  it('hears nothing while it is muted, and all again after that', async () => {
    const question = await fixtureOf('order-status');
    const client = new LiveClient(agent).start().send({ type: 'session.input_audio.mute', event_id: 'm' });
    expect(client.of('session.input_audio.muted')).toMatchObject([{ client_event_id: 'm' }]);
    client.speak(question).silence(2500);
    expect(client.of('session.input_transcript.delta')).toEqual([]);
    client.send({ type: 'session.input_audio.unmute' }).speak(question).silence(2500);
    const [told] = client.of('session.input_transcript.delta');
    expect(told?.delta).toBe(' Where is my order?');
    expect(told?.end_ms).toBeGreaterThan(told?.start_ms ?? Infinity);
  });

  it('knows what was said before it was there', () => {
    const part = (type: string, text: string): object => ({ type, text });
    const input = [
      {
        type: 'message',
        role: 'assistant',
        content: [part('output_text', 'Could you read me your order number?')],
      },
      { type: 'message', role: 'user', content: [part('input_text', 'Where is my order?')] },
    ];
    const client = new LiveClient(agent).start({ input });
    expect(client.of('session.started')[0]?.session.input).toHaveLength(2);
    expect(client.of('error')).toEqual([]);
  });

  it('takes other delegation settings, and no other delegation', () => {
    const client = new LiveClient(agent).start();
    client.send({
      type: 'session.update',
      session: { delegation: { type: 'client', acknowledgement_delay_ms: 800 } },
    });
    expect(client.of('session.updated')).toMatchObject([
      { session: { delegation: { type: 'client', acknowledgement_delay_ms: 800 } } },
    ]);
    client.send({ type: 'session.update', session: { delegation: { type: 'decisions' } } });
    expect(client.of('error')).toMatchObject([{ error: { param: 'session.delegation.type' } }]);
  });
});

describe('what it delegates', () => {
  const instructions = 'Help.\n\nDelegate:\n- lookup_order(order_number): Finds an order.';
  const asked = async (session: object): Promise<LiveClient> => {
    const client = new LiveClient(agent).start(session).silence(500);
    client.speak(await fixtureOf('order-status')).silence(3000);
    client.speak(await fixtureOf('my-order-number-is'));
    for (const digit of '40711') client.speak(await fixtureOf(`digit-${digit}`));
    return client.silence(2500);
  };

  it('is told by its name alone, after the words that it is about, and is answered by commentary', async () => {
    const client = await asked({ instructions });
    const [created] = client.of('session.delegation.created');
    expect(created?.delegation).toEqual({
      id: expect.stringMatching(/^dlg_/) as string,
      type: 'delegation',
      target: 'client',
    });
    const heard = client.of('session.input_transcript.delta').map(({ delta }) => delta);
    expect(heard.join('')).toMatch(/order.*number/i);
    const lastWords = client.at('session.input_transcript.delta').at(-1) ?? Infinity;
    expect(client.at('session.delegation.created')[0]).toBeGreaterThanOrEqual(lastWords);
    const result = { type: 'session.commentary.append', content: '{"status":"shipped"}' };
    const about = { ...result, delegation_id: created?.delegation.id };
    const before = client.of('session.output_transcript.delta').length;
    client.send(about).silence(4000);
    const said = client.of('session.output_transcript.delta').slice(before);
    expect(said.map(({ delta }) => delta).join('')).toMatch(/on its way/i);
    const after = client.of('session.output_transcript.delta').length;
    client.send(about).silence(2000);
    expect(client.of('session.output_transcript.delta'), 'a late result is no reason to speak').toHaveLength(
      after,
    );
    expect(client.of('error'), 'an orphaned one neither').toEqual([]);
  });

  const fillers = /let me|one moment|look/i;
  const saidAfter = (client: LiveClient, atMs: number): readonly { atMs: number; text: string }[] =>
    client.events.flatMap(({ atMs: saidMs, event }) =>
      event.type === 'session.output_transcript.delta' && saidMs >= atMs
        ? [{ atMs: saidMs, text: (event as unknown as { delta: string }).delta }]
        : [],
    );

  it('is silent about a task for as long as it was told to be', async () => {
    const delegation = { type: 'client', acknowledgement_delay_ms: 3000 };
    const client = await asked({ instructions, delegation });
    client.silence(8000);
    const [delegatedMs = 0] = client.at('session.delegation.created');
    const words = saidAfter(client, delegatedMs - 1500);
    expect(words[0]?.text).toMatch(fillers);
    expect(words[0]?.atMs).toBeGreaterThanOrEqual(delegatedMs + 3000);
    expect(words[0]?.atMs, 'and no longer').toBeLessThanOrEqual(delegatedMs + 3300);
    const wordless = await asked({ instructions });
    const [at = 0] = wordless.at('session.delegation.created');
    expect(saidAfter(wordless, at - 1500)[0]?.atMs, 'and at once where it was told nothing').toBeLessThan(
      at + 500,
    );
  });

  it('says nothing of a task whose result has come before that, and remembers no such words', async () => {
    const delegation = { type: 'client', acknowledgement_delay_ms: 6000 };
    const client = await asked({ instructions, delegation });
    const [created] = client.of('session.delegation.created');
    const [delegatedMs = 0] = client.at('session.delegation.created');
    const result = { type: 'session.commentary.append', content: '{"status":"shipped"}' };
    client.send({ ...result, delegation_id: created?.delegation.id }).silence(12_000);
    const said = saidAfter(client, delegatedMs - 1500).map(({ text }) => text);
    expect(said.join('')).toMatch(/on its way/i);
    expect(said.join('')).not.toMatch(fillers);
    expect(client.of('error')).toEqual([]);
  });

  it('takes another delay while it goes on', async () => {
    const client = new LiveClient(agent).start({ instructions }).silence(500);
    const delegation = { type: 'client', acknowledgement_delay_ms: 3000 };
    client.send({ type: 'session.update', session: { delegation } });
    client.speak(await fixtureOf('order-status')).silence(3000);
    client.speak(await fixtureOf('my-order-number-is'));
    for (const digit of '40711') client.speak(await fixtureOf(`digit-${digit}`));
    client.silence(8000);
    const [delegatedMs = 0] = client.at('session.delegation.created');
    expect(saidAfter(client, delegatedMs - 1500)[0]?.atMs).toBeGreaterThanOrEqual(delegatedMs + 3000);
  });

  it('goes to a model behind it, which calls tools by name', async () => {
    const tools = [{ type: 'function', name: 'lookup_order', parameters: {} }];
    const delegation = { type: 'responses', responses: { model: 'gpt-5.5', tools } };
    const client = await asked({ delegation });
    const called = client
      .of('response.event')
      .map(({ event }) => event['item'] as { call_id: string; name: string; arguments: string } | undefined)
      .find((item) => item !== undefined);
    expect(called).toMatchObject({ name: 'lookup_order' });
    const item = { type: 'function_call_output', call_id: called?.call_id, output: '{"status":"shipped"}' };
    client.send({ type: 'response.item.create', item }).send({ type: 'response.create' }).silence(4000);
    const said = client.of('session.output_transcript.delta').map(({ delta }) => delta);
    expect(said.join('')).toMatch(/on its way/i);
  });
});

describe('the end', () => {
  it('is told with its reason and what was used, and counted in between', () => {
    const client = new LiveClient(agent).start().silence(31_000);
    expect(client.of('session.usage.updated').map(({ usage }) => usage.seconds)).toEqual([15, 30]);
    client.send({ type: 'session.close', event_id: 'bye' });
    expect(client.of('session.closed')).toMatchObject([
      { reason: 'close_requested', usage: { seconds: 31 }, client_event_id: 'bye' },
    ]);
    expect(client.closes).toEqual([1000]);
    const { length } = client.events;
    expect(client.run(5000).events, 'nothing follows').toHaveLength(length);
    expect(client.records.at(-1)?.type).toBe('closed');
  });

  it('comes when the session has lasted as long as it may', async () => {
    const short = await loadAgent({ seed: 1, limits: { sessionMs: 5000 } });
    const client = new LiveClient(short).start().run(6000);
    expect(client.of('session.closed')).toMatchObject([{ reason: 'expired' }]);
    expect(client.of('error')).toEqual([]);
    expect(client.closes).toHaveLength(1);
  });
});

describe('what goes wrong on purpose', () => {
  const faulty = (fault: string, args: Readonly<Record<string, string>> = {}): Promise<Agent> =>
    loadAgent({ seed: 1, faults: [{ fault, share: 1, args }] });
  const greeted = (own: Agent): LiveClient => {
    const client = new LiveClient(own).start();
    client.send({ type: 'session.commentary.append', delegation_id: null, content: 'Greet.' });
    return client.silence(4000);
  };

  it.each([
    ['rate_limited', 'rate_limit_exceeded'],
    ['server_error', 'server_error'],
  ])('is an error where an answer fails: %s', async (fault, code) => {
    const client = greeted(await faulty(fault));
    expect(client.of('error').map(({ error }) => error.code)).toContain(code);
  });

  it.each(['no_answer', 'inaudible'])('is nothing to be heard: %s', async (fault) => {
    expect(loud(greeted(await faulty(fault)).audio())).toBe(false);
  });

  it('may be events that nobody knows', async () => {
    const client = greeted(await faulty('unknown_events'));
    const types = client.events.map(({ event }) => event.type as string);
    expect(types.some((type) => type.startsWith('callstorm.'))).toBe(true);
  });

  it.each(['dropped', 'internal_error', 'session_expired'])('may end the session: %s', async (fault) => {
    const own = await faulty(fault);
    expect(greeted(own).run(60_000).closes).toHaveLength(1);
  });
});
