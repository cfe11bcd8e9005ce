import { beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/agent/simulator.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { VirtualClient } from '../virtual_client.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 4 });
});

const whole = {
  model: 'gpt-realtime-2.1',
  output_modalities: ['text'],
  instructions: 'Be brief.',
  max_output_tokens: 500,
  audio: {
    input: {
      format: { type: 'audio/pcma' },
      transcription: { model: 'gpt-4o-transcribe', language: 'en', prompt: 'orders' },
      noise_reduction: { type: 'near_field' },
      turn_detection: {
        type: 'semantic_vad',
        eagerness: 'low',
        create_response: false,
        interrupt_response: false,
      },
    },
    output: { format: { type: 'audio/pcmu' }, voice: { id: 'voice_1' }, speed: 1.2 },
  },
  tools: [{ type: 'function', name: 'look_up', description: 'Looks up.', parameters: { type: 'object' } }],
  tool_choice: { type: 'function', name: 'look_up' },
  include: ['item.input_audio_transcription.logprobs'],
  prompt: { id: 'pmpt_1', version: '2', variables: { shop: 'books' } },
  truncation: { type: 'retention_ratio', retention_ratio: 0.8, token_limits: { post_instructions: 5000 } },
  reasoning: { effort: 'low' },
  parallel_tool_calls: true,
  tracing: { workflow_name: 'shop', metadata: { a: 1 } },
};

describe('a session’s settings', () => {
  it('are taken and told, all of them', () => {
    const client = new VirtualClient(agent.session(0)).update(whole);
    expect(client.of('error')).toEqual([]);
    expect(client.last('session.updated').event.session).toMatchObject(whole);
  });

  it('go back to nothing where that is said', () => {
    const client = new VirtualClient(agent.session(0)).update(whole);
    const off = { turn_detection: null, transcription: null, noise_reduction: null };
    client.update({ audio: { input: off }, prompt: null, include: null, tools: [], tool_choice: 'auto' });
    expect(client.last('session.updated').event.session).toMatchObject({
      audio: { input: off },
      prompt: null,
      include: null,
      tools: [],
      instructions: 'Be brief.',
    });
  });

  it('keep their tracing once it is on', () => {
    const client = new VirtualClient(agent.session(0))
      .update({ tracing: 'auto' })
      .update({ tracing: 'auto' });
    expect(client.of('error')).toEqual([]);
    client.update({ tracing: { workflow_name: 'other' } });
    expect(client.last('error').event.error).toMatchObject({
      code: 'invalid_value',
      param: 'session.tracing',
    });
  });
});

describe('an MCP server among the tools', () => {
  const server = {
    type: 'mcp',
    server_label: 'shop',
    server_url: 'https://example.com/mcp',
    authorization: 'secret-1',
    headers: { 'x-key': 'secret-2' },
  };

  it('is listed as the service lists one that it cannot reach, once', () => {
    const client = new VirtualClient(agent.session(0))
      .update({ tools: [server] })
      .update({ tools: [server] });
    expect(client.typesSince(1)).toEqual([
      'session.updated',
      'conversation.item.added',
      'mcp_list_tools.in_progress',
      'mcp_list_tools.failed',
      'conversation.item.done',
      'session.updated',
    ]);
    const { item_id: itemId } = client.last('mcp_list_tools.failed').event;
    client.send({ type: 'conversation.item.retrieve', item_id: itemId });
    expect(client.last('conversation.item.retrieved').event.item).toMatchObject({
      type: 'mcp_list_tools',
      server_label: 'shop',
      tools: [],
    });
  });

  it('is told of without the keys that it was given', () => {
    const client = new VirtualClient(agent.session(0)).update({ tools: [server] });
    expect(client.last('session.updated').event.session).toMatchObject({
      tools: [{ type: 'mcp', server_label: 'shop', server_url: 'https://example.com/mcp' }],
    });
    expect(JSON.stringify(client.events)).not.toContain('secret');
  });
});
