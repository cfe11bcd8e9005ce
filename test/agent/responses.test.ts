import { beforeAll, describe, expect, it } from 'vitest';
import type { Mind } from '../../src/agent/mind/mind.ts';
import type { Reply } from '../../src/agent/mind/reply.ts';
import type { Agent } from '../../src/agent/simulator.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { MAX_OUT_OF_BAND } from '../../src/agent/voice/speaker.ts';
import type { Spoken } from './virtual_client.ts';
import { PLAIN, VirtualClient, recordings } from './virtual_client.ts';

let agent: Agent;
let refund: Spoken;
let tracking: Spoken;
let question: Spoken;

beforeAll(async () => {
  agent = await loadAgent({ profile: PLAIN, seed: 21 });
  [refund, tracking, question] = (await recordings('joe/refund', 'joe/tracking', 'slt/order-status')) as [
    Spoken,
    Spoken,
    Spoken,
  ];
});

/** An agent that replies with these, one after another, whatever it hears. */
function replying(...replies: Pick<Reply, 'say' | 'calls'>[]): VirtualClient {
  const next = (): Reply => ({ kind: 'answer', ...(replies.shift() ?? { say: ['confirm'], calls: [] }) });
  const mind: Mind = {
    tools: new Set(),
    greet: next,
    resume: next,
    hear: next,
    overhear: () => undefined,
    recall: () => undefined,
    finished: () => true,
    recallCall: () => undefined,
    silence: () => null,
    result: next,
    overdue: () => null,
    callFirst: (reply) => reply,
    aside: () => mind,
    idle: next,
    concluded: () => undefined,
    timeoutMs: () => Infinity,
  };
  return new VirtualClient(agent.session(0, { mind }));
}

const lookUp = {
  name: 'look_up_order',
  arguments: '{"order_number":"407","fields":["status","delivery_date"]}',
};
const handOver = { name: 'hand_over', arguments: '{}' };
const create = (response: object = {}): object => ({ type: 'response.create', response });

const audioOf = (client: VirtualClient): Buffer =>
  Buffer.concat(
    client.of('response.output_audio.delta').map(({ event }) => Buffer.from(event.delta, 'base64')),
  );
const bytesOf = ({ pcm }: Spoken): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

describe('an answer of several parts', () => {
  it('says one utterance after another in one message', () => {
    const client = replying({ say: ['refund', 'tracking'], calls: [] })
      .send(create())
      .run(20_000);
    expect(client.of('response.output_item.added')).toHaveLength(1);
    expect(audioOf(client).equals(Buffer.concat([bytesOf(refund), bytesOf(tracking)]))).toBe(true);
    const words = `${refund.fixture.transcript} ${tracking.fixture.transcript}`;
    expect(client.last('response.output_audio_transcript.done').event.transcript).toBe(words);
    const deltas = client.of('response.output_audio.delta');
    for (const [i, { atMs }] of deltas.entries()) {
      expect(atMs).toBeCloseTo((deltas[0]?.atMs ?? 0) + i * 60, 6);
    }
    expect(client.records.find(({ type }) => type === 'answer')).toMatchObject({
      utterance: 'refund tracking',
      calls: [],
    });
  });

  it('calls tools after the words, each an item of its own', () => {
    const client = replying({ say: ['refund'], calls: [lookUp, handOver] })
      .send(create())
      .run(20_000);
    const types = client.typesSince(1);
    expect(types.slice(types.indexOf('response.output_audio.done'))).toEqual([
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.output_item.added',
      'conversation.item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.output_item.added',
      'conversation.item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'rate_limits.updated',
    ]);
    expect(client.of('response.output_item.added').map(({ event }) => event.output_index)).toEqual([0, 1, 2]);
    const { response } = client.last('response.done').event;
    expect(response.status).toBe('completed');
    const [message, first, second] = response.output ?? [];
    expect(message).toMatchObject({ type: 'message', status: 'completed' });
    expect(first).toMatchObject({ type: 'function_call', status: 'completed', ...lookUp });
    expect(second).toMatchObject({ type: 'function_call', status: 'completed', ...handOver });
    const deltas = client.of('response.function_call_arguments.delta').map(({ event }) => event);
    const [{ call_id: callId } = { call_id: '' }] = deltas;
    expect(callId).toMatch(/^call_/);
    expect(
      deltas
        .filter((event) => event.call_id === callId)
        .map(({ delta }) => delta)
        .join(''),
    ).toBe(lookUp.arguments);
    const added = client.of('conversation.item.added').map(({ event }) => event);
    expect(added.map(({ previous_item_id: previous }) => previous)).toEqual([
      null,
      added[0]?.item.id,
      added[1]?.item.id,
    ]);
    const written = refund.fixture.transcript.length;
    const calls = [lookUp, handOver].map(({ name, arguments: args }) => Math.ceil((name + args).length / 4));
    expect(response.usage?.output_token_details?.text_tokens).toBe(
      Math.ceil(written / 4) + (calls[0] ?? 0) + (calls[1] ?? 0),
    );
    expect(client.records.find(({ type }) => type === 'answer')).toMatchObject({
      calls: ['look_up_order', 'hand_over'],
    });
  });

  it('calls without a word, and has its result back', () => {
    const client = replying({ say: [], calls: [lookUp] })
      .send(create())
      .run(5000);
    expect(client.types()).not.toContain('response.content_part.added');
    const done = client.last('response.function_call_arguments.done').event;
    expect(done).toMatchObject({ name: 'look_up_order', output_index: 0 });
    const item = { type: 'function_call_output', call_id: done.call_id, output: '{"status":"late"}' };
    client.send({ type: 'conversation.item.create', item }).send(create()).run(9000);
    expect(client.of('error')).toEqual([]);
    expect(client.last('response.done').event.response.output).toHaveLength(1);
    // The call and its result are read again.
    expect(
      client.last('response.done').event.response.usage?.input_token_details?.text_tokens,
    ).toBeGreaterThan(Math.ceil((lookUp.name + lookUp.arguments + item.output).length / 4));
  });

  it('is written in text alone where that is asked for', () => {
    const client = replying({ say: ['refund', 'tracking'], calls: [lookUp] })
      .send(create({ output_modalities: ['text'] }))
      .run(5000);
    expect(client.of('response.output_text.delta').length).toBeGreaterThan(1);
    const words = `${refund.fixture.transcript} ${tracking.fixture.transcript}`;
    expect(client.last('response.output_text.done').event.text).toBe(words);
    expect(client.types()).not.toContain('response.output_audio.delta');
    expect(client.last('response.done').event.response).toMatchObject({
      output_modalities: ['text'],
      output: [{ content: [{ type: 'output_text', text: words }] }, { type: 'function_call' }],
      usage: { output_token_details: { audio_tokens: 0 } },
    });
  });

  it('makes no call that was not reached when it is cancelled, nor leaves one open', () => {
    const whole = replying({ say: ['refund'], calls: [lookUp] })
      .send(create())
      .run(20_000);
    const [begun] = whole.of('response.function_call_arguments.delta');
    const client = replying({ say: ['refund'], calls: [lookUp] }).send(create());
    client.run((begun?.atMs ?? 0) - client.nowMs).send({ type: 'response.cancel' });
    const { response } = client.last('response.done').event;
    expect(response.status_details).toEqual({ type: 'cancelled', reason: 'client_cancelled' });
    expect(response.output).toMatchObject([
      { status: 'completed' },
      { type: 'function_call', status: 'incomplete' },
    ]);
    expect(client.records.find(({ type }) => type === 'answer')).toMatchObject({ calls: [] });
    const early = replying({ say: ['refund'], calls: [lookUp] })
      .send(create())
      .run(500);
    early.send({ type: 'response.cancel' });
    expect(early.last('response.done').event.response.output).toHaveLength(1);
    expect(early.types()).not.toContain('response.function_call_arguments.done');
  });

  it('spends max_output_tokens on the words first, and then on the calls', () => {
    const whole = replying({ say: ['refund'], calls: [lookUp] })
      .send(create())
      .run(20_000);
    const tokens = whole.last('response.done').event.response.usage?.output_tokens ?? 0;
    const cut = replying({ say: ['refund'], calls: [lookUp] });
    cut.send(create({ max_output_tokens: tokens - 5 })).run(20_000);
    const { response } = cut.last('response.done').event;
    expect(response.status_details).toEqual({ type: 'incomplete', reason: 'max_output_tokens' });
    expect(response.output).toMatchObject([{ status: 'completed' }, { status: 'incomplete' }]);
    expect(response.usage?.output_tokens).toBe(tokens - 5);
    const short = replying({ say: ['refund'], calls: [lookUp] });
    short.send(create({ max_output_tokens: 30 })).run(20_000);
    expect(short.last('response.done').event.response.output).toHaveLength(1);
  });
});

describe('what a response may ask for', () => {
  it('its own format, voice, instructions and tools, for itself alone', () => {
    const client = new VirtualClient(agent.session(1));
    const tools = [{ type: 'function', name: 'f', description: 'x'.repeat(400) }];
    const asked = {
      audio: { output: { format: { type: 'audio/pcmu' }, voice: 'cedar' } },
      instructions: 'y'.repeat(40),
      tools,
      metadata: { turn: '1' },
    };
    client.send(create(asked)).run(9000);
    const { response } = client.last('response.done').event;
    expect(response).toMatchObject({
      audio: { output: { format: { type: 'audio/pcmu' }, voice: 'cedar' } },
      metadata: { turn: '1' },
    });
    expect(response.usage?.input_tokens).toBe(Math.ceil((40 + JSON.stringify(tools).length) / 4));
    const record = client.records.find(({ type }) => type === 'answer') as { audioMs: number };
    expect(audioOf(client).length / 8).toBeCloseTo(record.audioMs, 6);
    client.update({});
    expect(client.last('session.updated').event.session).toMatchObject({
      tools: [],
      audio: { output: { format: { type: 'audio/pcm' }, voice: 'marin' } },
    });
    client.send(create({ audio: { output: { voice: 'ash' } } }));
    expect(client.last('error').event.error).toMatchObject({
      code: 'cannot_update_voice',
      param: 'response.audio.output.voice',
    });
  });

  it('a context of its own: items, references, or nothing', () => {
    const client = new VirtualClient(agent.session(1)).update({ instructions: '' });
    const text = (id: string, characters: number): object => ({
      id,
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'x'.repeat(characters) }],
    });
    client.send({ type: 'conversation.item.create', item: text('a', 400) });
    client.send({ type: 'conversation.item.create', item: text('b', 40) });
    const read = (response: object): number | undefined => {
      client.send(create(response)).run(20_000);
      return client.last('response.done').event.response.usage?.input_tokens;
    };
    const aside = { conversation: 'none' };
    expect(read({ ...aside })).toBe(110);
    expect(read({ ...aside, input: [] })).toBe(0);
    expect(read({ ...aside, input: [{ type: 'item_reference', id: 'b' }] })).toBe(10);
    expect(read({ ...aside, input: [text('of its own', 80), { type: 'item_reference', id: 'b' }] })).toBe(30);
    expect(client.of('error')).toEqual([]);
    client.send(create({ ...aside, input: [text('c', 4), { type: 'item_reference', id: 'nobody' }] }));
    expect(client.last('error').event.error).toMatchObject({
      code: 'invalid_value',
      param: 'response.input[1].id',
    });
    // What it was given is in no conversation.
    client.send({ type: 'conversation.item.retrieve', item_id: 'of its own' });
    expect(client.last('error').event.error.code).toBe('item_retrieve_invalid_item_id');
  });
});

describe('a response out of band', () => {
  it('runs beside the conversation’s own, and leaves no trace in it', () => {
    const client = new VirtualClient(agent.session(2)).send(create());
    client.run(400).send(create({ conversation: 'none', metadata: { purpose: 'topic' } }));
    expect(client.of('error')).toEqual([]);
    expect(client.of('response.created')).toHaveLength(2);
    client.run(20_000);
    const [one, two] = client.of('response.done').map(({ event }) => event.response);
    const aside = one?.conversation_id === null ? one : two;
    expect([one?.status, two?.status]).toEqual(['completed', 'completed']);
    expect(aside).toMatchObject({ conversation_id: null, metadata: { purpose: 'topic' } });
    const kept = client.of('conversation.item.added').map(({ event }) => event.item.id);
    expect(kept).toHaveLength(1);
    expect(kept).not.toContain(aside?.output?.[0]?.id);
    expect(client.of('response.output_item.done')).toHaveLength(2);
    // The next response reads the conversation, and that is the greeting alone.
    const before = client.of('response.done').length;
    client.send(create()).run(20_000);
    const next = client.of('response.done')[before]?.event.response.usage;
    const greeting = [one, two].find((response) => response !== aside)?.usage?.output_token_details;
    expect(next?.input_token_details?.audio_tokens).toBe(greeting?.audio_tokens);
  });

  it('is cancelled by its id, and by nothing else', () => {
    const client = new VirtualClient(agent.session(2)).send(create({ conversation: 'none' })).run(600);
    const { id } = client.last('response.created').event.response;
    client.send({ type: 'response.cancel' });
    expect(client.last('error').event.error.code).toBe('response_cancel_not_active');
    client.send({ type: 'response.cancel', response_id: 'resp_nobody' });
    expect(client.of('error')).toHaveLength(2);
    // The caller's voice interrupts what is in the conversation.
    client.speak(question.pcm.subarray((question.fixture.segments[0]?.startMs ?? 0) * 24), 20);
    expect(client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    const other = new VirtualClient(agent.session(2)).send(create({ conversation: 'none' })).run(600);
    other.send({ type: 'response.cancel', response_id: id });
    expect(other.last('response.done').event.response).toMatchObject({ id, status: 'cancelled' });
    expect(client.of('response.done').map(({ event }) => event.response.status)).toEqual(['completed']);
  });

  it('is refused where too many run already', () => {
    const client = new VirtualClient(agent.session(2));
    for (let i = 0; i <= MAX_OUT_OF_BAND; i++) client.send(create({ conversation: 'none' }));
    expect(client.of('response.created')).toHaveLength(MAX_OUT_OF_BAND);
    expect(client.last('error').event.error).toMatchObject({ code: 'too_many_responses' });
    client.run(30_000);
    expect(client.of('response.done')).toHaveLength(MAX_OUT_OF_BAND);
    client.send(create({ conversation: 'none' })).run(20_000);
    expect(client.of('response.done')).toHaveLength(MAX_OUT_OF_BAND + 1);
  });
});
