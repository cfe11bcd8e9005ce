import { beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agent/simulator.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { PLAIN, VirtualClient } from './virtual_client.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ profile: PLAIN, seed: 1 });
});

const update = (session: object): object => ({
  type: 'session.update',
  session: { type: 'realtime', ...session },
});
const vad = (settings: object): object =>
  update({ audio: { input: { turn_detection: { type: 'server_vad', ...settings } } } });
const create = (item: object): object => ({ type: 'conversation.item.create', item });

const respond = (response: object): object => ({ type: 'response.create', response });

function nested(depth: number): object {
  let value: object = {};
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

const cases: readonly [what: string, event: object, code: string, param: string | null][] = [
  ['no type', {}, 'missing_required_parameter', 'type'],
  ['a type of another kind', { type: 7 }, 'invalid_type', 'type'],
  ['an unknown type', { type: 'response.sing' }, 'invalid_value', 'type'],
  ['an old type', { type: 'conversation.item.created' }, 'invalid_value', 'type'],
  ['an unknown field', { type: 'response.cancel', loud: true }, 'unknown_parameter', 'loud'],
  ['no session', { type: 'session.update' }, 'missing_required_parameter', 'session'],
  ['no session type', { type: 'session.update', session: {} }, 'missing_required_parameter', 'session.type'],
  ['a transcription session', update({ type: 'transcription' }), 'invalid_parameter', 'session.type'],
  ['the beta shape', update({ voice: 'alloy' }), 'unknown_parameter', 'session.voice'],
  ['another model', update({ model: 'gpt-4' }), 'invalid_value', 'session.model'],
  ['modalities', update({ output_modalities: ['smell'] }), 'invalid_value', 'session.output_modalities[0]'],
  [
    'too many tokens',
    update({ max_output_tokens: 5000 }),
    'integer_above_max_value',
    'session.max_output_tokens',
  ],
  ['no tokens', update({ max_output_tokens: 0 }), 'integer_below_min_value', 'session.max_output_tokens'],
  ['instructions', update({ instructions: 5 }), 'invalid_type', 'session.instructions'],
  [
    'both modalities',
    update({ output_modalities: ['audio', 'text'] }),
    'invalid_value',
    'session.output_modalities',
  ],
  ['no modality', update({ output_modalities: [] }), 'invalid_value', 'session.output_modalities'],
  [
    'a tool of a name that is none',
    update({ tools: [{ type: 'function', name: 'look up' }] }),
    'invalid_value',
    'session.tools[0].name',
  ],
  [
    'a tool of parameters that are none',
    update({ tools: [{ type: 'function', name: 'f', parameters: 'any' }] }),
    'invalid_type',
    'session.tools[0].parameters',
  ],
  [
    'a tool nested beyond all sense',
    update({ tools: [{ type: 'function', name: 'f', parameters: nested(200) }] }),
    'invalid_value',
    'session.tools[0].parameters.a',
  ],
  [
    'an MCP server that is nowhere',
    update({ tools: [{ type: 'mcp', server_label: 'shop' }] }),
    'missing_required_parameter',
    'session.tools[0].server_url',
  ],
  ['a choice of tools', update({ tool_choice: 'all' }), 'invalid_value', 'session.tool_choice'],
  [
    'the choice of a tool without a name',
    update({ tool_choice: { type: 'function' } }),
    'missing_required_parameter',
    'session.tool_choice.name',
  ],
  ['a truncation', update({ truncation: 'never' }), 'invalid_value', 'session.truncation'],
  [
    'a truncation without a ratio',
    update({ truncation: { type: 'retention_ratio' } }),
    'missing_required_parameter',
    'session.truncation.retention_ratio',
  ],
  [
    'a truncation to more than all',
    update({ truncation: { type: 'retention_ratio', retention_ratio: 1.1 } }),
    'decimal_above_max_value',
    'session.truncation.retention_ratio',
  ],
  ['a tracing', update({ tracing: 'manual' }), 'invalid_value', 'session.tracing'],
  ['an effort', update({ reasoning: { effort: 'none' } }), 'invalid_value', 'session.reasoning.effort'],
  ['a prompt without an id', update({ prompt: {} }), 'missing_required_parameter', 'session.prompt.id'],
  ['something to include', update({ include: ['everything'] }), 'invalid_value', 'session.include[0]'],
  [
    'a tool without a name',
    update({ tools: [{ type: 'function' }] }),
    'missing_required_parameter',
    'session.tools[0].name',
  ],
  [
    'a threshold',
    vad({ threshold: 2 }),
    'decimal_above_max_value',
    'session.audio.input.turn_detection.threshold',
  ],
  [
    'a silence',
    vad({ silence_duration_ms: -1 }),
    'integer_below_min_value',
    'session.audio.input.turn_detection.silence_duration_ms',
  ],
  [
    'an idle timeout',
    vad({ idle_timeout_ms: 100 }),
    'integer_below_min_value',
    'session.audio.input.turn_detection.idle_timeout_ms',
  ],
  [
    'another detection',
    vad({ type: 'psychic_vad' }),
    'invalid_value',
    'session.audio.input.turn_detection.type',
  ],
  [
    'a format',
    update({ audio: { input: { format: { type: 'audio/mp3' } } } }),
    'invalid_value',
    'session.audio.input.format.type',
  ],
  [
    'a rate',
    update({ audio: { output: { format: { type: 'audio/pcm', rate: 16000 } } } }),
    'invalid_value',
    'session.audio.output.format.rate',
  ],
  [
    'a speed',
    update({ audio: { output: { speed: 9 } } }),
    'decimal_above_max_value',
    'session.audio.output.speed',
  ],
  ['no audio', { type: 'input_audio_buffer.append' }, 'missing_required_parameter', 'audio'],
  ['audio of another kind', { type: 'input_audio_buffer.append', audio: [1, 2] }, 'invalid_type', 'audio'],
  ['broken base64', { type: 'input_audio_buffer.append', audio: '####' }, 'invalid_value', 'audio'],
  ['half a sample', { type: 'input_audio_buffer.append', audio: 'AAAA' }, 'invalid_value', 'audio'],
  [
    'a huge append',
    { type: 'input_audio_buffer.append', audio: 'A'.repeat(15 * 1024 * 1024 + 4) },
    'string_above_max_length',
    'audio',
  ],
  ['an empty commit', { type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty', null],
  ['a WebRTC event', { type: 'output_audio_buffer.clear' }, 'unsupported_event', null],
  ['nothing to cancel', { type: 'response.cancel' }, 'response_cancel_not_active', null],
  [
    'metadata',
    { type: 'response.create', response: { metadata: { a: 1 } } },
    'invalid_type',
    'response.metadata.a',
  ],
  [
    'too much metadata',
    respond({ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, 'v'])) }),
    'object_above_max_properties',
    'response.metadata',
  ],
  [
    'metadata with a long name',
    respond({ metadata: { ['k'.repeat(65)]: 'v' } }),
    'property_name_above_max_length',
    'response.metadata',
  ],
  [
    'metadata with a long value',
    respond({ metadata: { k: 'v'.repeat(513) } }),
    'string_above_max_length',
    'response.metadata.k',
  ],
  ['another conversation', respond({ conversation: 'conv_1' }), 'invalid_value', 'response.conversation'],
  ['input that is no list', respond({ input: 'hello' }), 'invalid_type', 'response.input'],
  [
    'input that is no item',
    respond({ input: [{ type: 'thought' }] }),
    'invalid_value',
    'response.input[0].type',
  ],
  [
    'a reference to nothing',
    respond({ input: [{ type: 'item_reference', id: 'x' }] }),
    'invalid_value',
    'response.input[0].id',
  ],
  [
    'broken audio as input',
    respond({ input: [{ type: 'message', role: 'user', content: [{ type: 'input_audio', audio: '#' }] }] }),
    'invalid_value',
    'response.input[0].content[0].audio',
  ],
  [
    'a response’s modalities',
    respond({ output_modalities: [] }),
    'invalid_value',
    'response.output_modalities',
  ],
  [
    'a response’s tokens',
    respond({ max_output_tokens: 0 }),
    'integer_below_min_value',
    'response.max_output_tokens',
  ],
  [
    'a response’s format',
    respond({ audio: { output: { format: { type: 'audio/opus' } } } }),
    'invalid_value',
    'response.audio.output.format.type',
  ],
  [
    'another response to cancel',
    { type: 'response.cancel', response_id: 'x' },
    'response_cancel_not_active',
    null,
  ],
  ['no item', { type: 'conversation.item.create' }, 'missing_required_parameter', 'item'],
  [
    'an item without a role',
    create({ type: 'message', content: [] }),
    'missing_required_parameter',
    'item.role',
  ],
  ['an item of another kind', create({ type: 'thought' }), 'invalid_value', 'item.type'],
  [
    'a call without arguments',
    create({ type: 'function_call', name: 'f' }),
    'missing_required_parameter',
    'item.arguments',
  ],
  [
    'content for another role',
    create({ type: 'message', role: 'user', content: [{ type: 'output_text', text: 'hi' }] }),
    'invalid_value',
    'item.content[0].type',
  ],
  [
    'a place after nothing',
    { ...create({ type: 'message', role: 'user', content: [] }), previous_item_id: 'nobody' },
    'item_create_invalid_previous_item_id',
    'previous_item_id',
  ],
  [
    'deleting nothing',
    { type: 'conversation.item.delete', item_id: 'x' },
    'item_delete_invalid_item_id',
    'item_id',
  ],
  [
    'retrieving nothing',
    { type: 'conversation.item.retrieve', item_id: 'x' },
    'item_retrieve_invalid_item_id',
    'item_id',
  ],
  [
    'truncating nothing',
    { type: 'conversation.item.truncate', item_id: 'x', content_index: 0, audio_end_ms: 0 },
    'item_truncate_invalid_item_id',
    'item_id',
  ],
  [
    'truncating at a fraction',
    { type: 'conversation.item.truncate', item_id: 'x', content_index: 0, audio_end_ms: 0.5 },
    'invalid_type',
    'audio_end_ms',
  ],
];

describe('errors', () => {
  it.each(cases)('%s', (_, event, code, param) => {
    const client = new VirtualClient(agent.session(0));
    client.send({ event_id: 'ev_1', ...event });
    expect(client.types().slice(1)).toEqual(['error']);
    expect(client.last('error').event.error).toMatchObject({
      type: 'invalid_request_error',
      code,
      param,
      event_id: 'ev_1',
    });
    expect(
      client.send({ type: 'response.create' }).run(9000).last('response.done').event.response.status,
    ).toBe('completed');
  });

  it('text that is not JSON, or not an object', () => {
    for (const text of ['', 'hello', '{"type":', '[]', 'null', '"response.create"']) {
      const client = new VirtualClient(agent.session(0)).sendText(text);
      expect(client.last('error').event.error).toMatchObject({ code: 'invalid_json', event_id: null });
    }
  });

  it('text that is nested deeper than any stack', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const tool = `{"type":"function","name":"f","parameters":${deep}}`;
    const client = new VirtualClient(agent.session(0));
    client.sendText(`{"type":"session.update","session":{"type":"realtime","tools":[${tool}]}}`);
    expect(client.last('error').event.error).toMatchObject({ code: 'invalid_value' });
    client.sendText(deep);
    expect(client.last('error').event.error).toMatchObject({
      code: 'missing_required_parameter',
      param: 'type',
    });
  });

  it('a refused update changes nothing, not even what was right in it', () => {
    const client = new VirtualClient(agent.session(0));
    client.update({ instructions: 'New.', max_output_tokens: -1 });
    expect(client.of('session.updated')).toHaveLength(0);
    client.update({});
    expect(client.last('session.updated').event.session).toMatchObject({ max_output_tokens: 'inf' });
    expect(JSON.stringify(client.last('session.updated').event.session)).not.toContain('New.');
  });

  it('a commit of less than 100 ms says how much there was', () => {
    const client = new VirtualClient(agent.session(0)).append(new Uint8Array(48 * 60));
    client.send({ type: 'input_audio_buffer.commit' });
    expect(client.last('error').event.error.message).toContain('60.00ms');
    client.append(new Uint8Array(48 * 40)).send({ type: 'input_audio_buffer.commit' });
    expect(client.of('input_audio_buffer.committed')).toHaveLength(1);
    client.send({ type: 'input_audio_buffer.commit' });
    expect(client.last('error').event.error.code).toBe('input_audio_buffer_commit_empty');
  });

  it('a cleared buffer has nothing to commit', () => {
    const client = new VirtualClient(agent.session(0)).append(new Uint8Array(48 * 500));
    client.send({ type: 'input_audio_buffer.clear' }).send({ type: 'input_audio_buffer.commit' });
    expect(client.of('input_audio_buffer.cleared')).toHaveLength(1);
    expect(client.last('error').event.error.code).toBe('input_audio_buffer_commit_empty');
  });

  it('only what the agent said can be truncated, and only its one part', () => {
    const client = new VirtualClient(agent.session(0));
    client.send(
      create({ id: 'mine', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }),
    );
    const truncate = (item_id: string | undefined, content_index: number): object => ({
      type: 'conversation.item.truncate',
      item_id,
      content_index,
      audio_end_ms: 0,
    });
    client.send(truncate('mine', 0));
    expect(client.last('error').event.error.param).toBe('item_id');
    client.send({ type: 'response.create' }).run(9000);
    client.send(truncate(client.last('response.output_item.done').event.item.id, 1));
    expect(client.last('error').event.error.param).toBe('content_index');
    expect(client.of('conversation.item.truncated')).toHaveLength(0);
  });

  it('an item of no name is refused, as one of its own and in the input of a response', () => {
    const item = { id: '', type: 'message', role: 'user', content: [] };
    const client = new VirtualClient(agent.session(0)).send(create(item));
    expect(client.last('error').event.error).toMatchObject({ code: 'invalid_value', param: 'item.id' });
    client.send(respond({ conversation: 'none', input: [item] }));
    expect(client.last('error').event.error).toMatchObject({
      code: 'invalid_value',
      param: 'response.input[0].id',
    });
    expect(client.of('conversation.item.added')).toHaveLength(0);
  });

  it('an id that is taken is not given twice', () => {
    const item = { id: 'a', type: 'message', role: 'user', content: [] };
    const client = new VirtualClient(agent.session(0)).send(create(item)).send(create(item));
    expect(client.of('conversation.item.added')).toHaveLength(1);
    expect(client.last('error').event.error.param).toBe('item.id');
  });

  it('the voice stays once it has been heard', () => {
    const client = new VirtualClient(agent.session(0));
    client
      .update({ audio: { output: { voice: 'cedar' } } })
      .send({ type: 'response.create' })
      .run(9000);
    client.update({ audio: { output: { voice: 'cedar' } } });
    expect(client.of('error')).toHaveLength(0);
    client.update({ audio: { output: { voice: 'ash' } } });
    expect(client.last('error').event.error.code).toBe('cannot_update_voice');
  });
});
