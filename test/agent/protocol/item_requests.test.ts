import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_ITEMS } from '../../../src/agent/protocol/conversation_items.ts';
import { heldCharacters } from '../../../src/agent/protocol/given_item.ts';
import { MAX_HELD_CHARACTERS } from '../../../src/agent/protocol/item_requests.ts';
import type { Agent } from '../../../src/agent/simulator.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { Spoken } from '../virtual_client.ts';
import { VirtualClient, recordings } from '../virtual_client.ts';

let agent: Agent;
let question: Spoken;
beforeAll(async () => {
  agent = await loadAgent({ seed: 4 });
  [question] = (await recordings('slt/order-status')) as [Spoken];
});

const dial = (): VirtualClient => new VirtualClient(agent.session(0));
const create = (item: object): object => ({ type: 'conversation.item.create', item });
const retrieve = (client: VirtualClient, id: string): unknown =>
  client.send({ type: 'conversation.item.retrieve', item_id: id }).last('conversation.item.retrieved').event
    .item;

function audioOf(client: VirtualClient): Buffer {
  return Buffer.concat(
    client.of('response.output_audio.delta').map(({ event }) => Buffer.from(event.delta, 'base64')),
  );
}

describe('an item that is retrieved', () => {
  it('has the audio of what the agent said, up to where it was truncated', () => {
    for (const type of ['audio/pcm', 'audio/pcmu'] as const) {
      const client = dial().update({ audio: { output: { format: { type } } } });
      client.send({ type: 'response.create' }).run(9000);
      const { id } = client.last('response.output_item.done').event.item as { id: string };
      const { transcript } = client.last('response.output_audio_transcript.done').event;
      const audio = audioOf(client);
      expect(retrieve(client, id)).toMatchObject({
        content: [{ type: 'output_audio', transcript, audio: audio.toString('base64') }],
      });
      const cut = { type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 777 };
      const perMs = type === 'audio/pcm' ? 48 : 8;
      const item = retrieve(client.send(cut), id) as { content: { audio: string; transcript?: string }[] };
      expect(item.content[0]).not.toHaveProperty('transcript');
      const kept = Buffer.from(item.content[0]?.audio ?? '', 'base64');
      expect(kept.equals(audio.subarray(0, Math.floor((777 * perMs) / 2) * 2))).toBe(true);
    }
  });

  it('has what was sent of it, when it was truncated while it was being said', () => {
    const client = dial().send({ type: 'response.create' }).run(600);
    const { id } = client.last('response.output_item.added').event.item as { id: string };
    const sentMs = audioOf(client).length / 48;
    expect(sentMs).toBeGreaterThan(250);
    const cut = { type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 200 };
    client.send(cut).run(9000);
    expect(client.last('response.done').event.response.status).toBe('completed');
    const item = retrieve(client, id) as { content: { audio: string }[] };
    expect(Buffer.from(item.content[0]?.audio ?? '', 'base64')).toHaveLength(200 * 48);
  });

  it.each([
    ['said to its end', 'completed', null],
    ['broken off', 'incomplete', { type: 'response.cancel' }],
  ])('is final, and as it was told, when it was truncated and then %s', (_how, status, then) => {
    const client = dial().send({ type: 'response.create' }).run(600);
    const { id = '' } = client.last('response.output_item.added').event.item;
    client.send({ type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 200 });
    if (then !== null) client.send(then);
    client.run(9000);
    const done = client.last('conversation.item.done').event.item;
    expect(done).toMatchObject({ id, status, content: [{ type: 'output_audio' }] });
    expect(JSON.stringify(done)).not.toContain('transcript');
    const kept = retrieve(client, id) as { content: object[] };
    expect(kept).toEqual({ ...done, content: [{ type: 'output_audio', audio: expect.any(String) }] });
  });

  it('is told without audio everywhere else, and a turn of the caller’s without a transcript yet', () => {
    const client = dial().send({ type: 'response.create' }).run(9000);
    client.append(new Uint8Array(48 * 200)).send({ type: 'input_audio_buffer.commit' });
    const { item } = client.last('conversation.item.done').event;
    expect(item).toMatchObject({ role: 'user', content: [{ type: 'input_audio', transcript: null }] });
    expect(retrieve(client, item.id ?? '')).toEqual(item);
    for (const type of ['conversation.item.added', 'conversation.item.done', 'response.done'] as const) {
      expect(JSON.stringify(client.of(type))).not.toContain('"audio":"');
    }
  });
});

describe('an item that is created', () => {
  it('is refused as a result of a call that is not there, and taken once it is', () => {
    const client = dial();
    const result = { type: 'function_call_output', call_id: 'call_1', output: '{}' };
    client.send({ ...create(result), event_id: 'mine' });
    expect(client.last('error').event.error).toEqual({
      type: 'invalid_request_error',
      code: 'invalid_tool_call_id',
      message: "Tool call ID 'call_1' not found in conversation.",
      param: null,
      event_id: 'mine',
    });
    client
      .send(create({ type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }))
      .send(create(result));
    expect(client.of('conversation.item.done')).toHaveLength(2);
  });

  it('has its audio checked and measured in the format of whoever spoke', () => {
    const client = dial().update({
      instructions: '',
      audio: { input: { format: { type: 'audio/pcmu' } }, output: { format: { type: 'audio/pcm' } } },
    });
    const second = (bytes: number): string => Buffer.alloc(bytes).toString('base64');
    const user = (audio: string): object =>
      create({
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: '' },
          { type: 'input_audio', audio },
        ],
      });
    client.send(user(second(8000)));
    client.send(
      create({
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_audio', audio: second(48_000), transcript: '' }],
      }),
    );
    client.send({ type: 'response.create' }).run(9000);
    expect(client.last('response.done').event.response.usage?.input_token_details?.audio_tokens).toBe(
      10 + 20,
    );
    client.send(user('####'));
    expect(client.last('error').event.error).toMatchObject({
      code: 'invalid_value',
      param: 'item.content[1].audio',
    });
    client.update({ audio: { input: { format: { type: 'audio/pcm' } } } }).send(user(second(3)));
    expect(client.last('error').event.error.message).toContain('whole 16-bit samples');
    expect(
      client.of('conversation.item.added').filter(({ event }) => JSON.stringify(event).includes('AAAA')),
    ).toEqual([]);
  });

  it('answers no approval that was never asked for', () => {
    const client = dial().send(
      create({ type: 'mcp_approval_response', approval_request_id: 'a', approve: true }),
    );
    expect(client.last('error').event.error.param).toBe('item.approval_request_id');
  });

  it('finds no room in a conversation that is full of text, until some of it is deleted', () => {
    const client = dial();
    // A little of the room is for the items themselves.
    const text = 'x'.repeat(MAX_HELD_CHARACTERS / 4 - 1000);
    const item = (id: string): object =>
      create({ id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
    for (const id of ['a', 'b', 'c', 'd']) client.send(item(id));
    expect(client.of('error')).toEqual([]);
    client.send(item('e'));
    expect(client.last('error').event.error).toMatchObject({ code: 'conversation_too_large', param: 'item' });
    client.send({ type: 'conversation.item.delete', item_id: 'a' }).send(item('e'));
    expect(client.of('conversation.item.done')).toHaveLength(5);
  });

  it('finds no room either where they are full of nothing, nor where their names are long', () => {
    const parts = Array.from({ length: 1024 }, () => ({ type: 'input_text', text: '' }));
    const empty = JSON.stringify(create({ type: 'message', role: 'user', content: parts }));
    const client = dial();
    let taken = 0;
    for (; taken < 2000 && client.of('error').length === 0; taken++) client.sendText(empty);
    expect(client.last('error').event.error).toMatchObject({ code: 'conversation_too_large', param: 'item' });
    expect(taken).toBeLessThan(500);
    const held = (item: object): number =>
      heldCharacters({ type: 'function_call', call_id: 'c', name: 'f', arguments: '', ...item });
    expect(held({ id: 'x'.repeat(500) })).toBe(held({ id: '' }) + 500);
    expect(held({ call_id: 'x'.repeat(501) })).toBe(held({}) + 500);
  });

  it('gives back the room it took, and no more', () => {
    const client = dial().send({ type: 'response.create' }).run(9000);
    const { id } = client.last('response.output_item.done').event.item;
    // What the agent said takes none, so none is had by its deletion.
    const text = 'x'.repeat(MAX_HELD_CHARACTERS / 4 - 1000);
    const item = (name: string): object =>
      create({ id: name, type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
    for (const name of ['a', 'b', 'c', 'd']) client.send(item(name));
    expect(client.of('error')).toEqual([]);
    client.send({ type: 'conversation.item.delete', item_id: id });
    const last = { id: 'e', type: 'message', role: 'user' };
    client.send(create({ ...last, content: [{ type: 'input_text', text: 'x'.repeat(900) }] }));
    expect(client.last('error').event.error).toMatchObject({ code: 'conversation_too_large' });
    client.send({ type: 'conversation.item.delete', item_id: 'a' }).send(create({ ...last, content: [] }));
    expect(client.of('error')).toHaveLength(1);
  });

  it('finds no room among too many, however small; a turn of the caller’s does', () => {
    const client = new VirtualClient(agent.session(0));
    const bare = { type: 'message', role: 'user', content: [] };
    for (let i = 0; i < MAX_ITEMS; i++) client.send(create({ ...bare, id: `item ${i}` }));
    expect(client.of('error')).toEqual([]);
    client.send({ ...create(bare), event_id: 'mine' });
    const refused = { code: 'conversation_too_large', param: 'item', event_id: 'mine' };
    expect(client.last('error').event.error).toMatchObject(refused);
    client.update({ tools: [{ type: 'mcp', server_label: 'other', server_url: 'https://example.com' }] });
    expect(client.of('conversation.item.added')).toHaveLength(MAX_ITEMS);
    client.speak(question.pcm).silence(6000);
    expect(client.of('error')).toHaveLength(1);
    expect(client.last('response.done').event.response.status).toBe('completed');
    const withTurn = client.of('conversation.item.added').length;
    expect(withTurn).toBe(MAX_ITEMS + 2);
    client.update({ tools: [{ type: 'mcp', server_label: 'shop', server_url: 'https://example.com' }] });
    expect(client.of('conversation.item.added')).toHaveLength(withTurn);
    for (const id of ['item 5', 'item 6', 'item 7'])
      client.send({ type: 'conversation.item.delete', item_id: id });
    client.send({ ...create({ ...bare, id: 'new' }), previous_item_id: 'item 4' });
    expect(client.last('conversation.item.added').event).toMatchObject({
      previous_item_id: 'item 4',
      item: { id: 'new' },
    });
  });

  it('is not the agent’s, though it takes the place of one that was deleted while it was said', () => {
    const client = dial().send({ type: 'response.create' }).run(600);
    const { id } = client.last('response.output_item.added').event.item as { id: string };
    const mine = { id, type: 'message', role: 'user', content: [{ type: 'input_text', text: 'mine' }] };
    client.send({ type: 'conversation.item.delete', item_id: id }).send(create(mine)).run(9000);
    expect(client.last('response.done').event.response.status).toBe('completed');
    expect(retrieve(client, id)).toMatchObject(mine);
    expect(client.of('conversation.item.done')).toHaveLength(1);
  });

  it('is not a turn that is open: the id that was told of it is the turn’s', () => {
    const client = dial().speak(question.pcm.subarray(0, 24_000));
    const { item_id: id } = client.last('input_audio_buffer.speech_started').event;
    const mine = { id, type: 'message', role: 'user', content: [{ type: 'input_text', text: 'mine' }] };
    client.send(create(mine));
    expect(client.last('error').event.error).toMatchObject({ code: 'invalid_value', param: 'item.id' });
    client.speak(question.pcm.subarray(24_000)).silence(1500);
    expect(client.last('input_audio_buffer.committed').event.item_id).toBe(id);
    expect(retrieve(client, id)).toMatchObject({ id, content: [{ type: 'input_audio' }] });
  });
});
