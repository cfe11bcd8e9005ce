/**
 * The protocol's events, one by one, held to the published types: an event that a newer version of them adds or drops does not
 * compile here until somebody has decided what the agent does about it.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientEventType } from '../../../src/agent/protocol/client_event.ts';
import type { ServerEvent } from '../../../src/agent/protocol/server_event.ts';
import type { Agent } from '../../../src/agent/simulator.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { Spoken } from '../virtual_client.ts';
import { VirtualClient, recordings } from '../virtual_client.ts';

let agent: Agent;
let question: Spoken;
beforeAll(async () => {
  agent = await loadAgent({ seed: 4, limits: { sessionMs: 120_000 } });
  [question] = (await recordings('slt/order-status')) as [Spoken];
});

/** `sent`, or why the agent never says it. */
const serverEvents: Readonly<Record<ServerEvent['type'], string>> = {
  error: 'sent',
  'session.created': 'sent',
  'session.updated': 'sent',
  'rate_limits.updated': 'sent',
  'conversation.item.added': 'sent',
  'conversation.item.done': 'sent',
  'conversation.item.retrieved': 'sent',
  'conversation.item.deleted': 'sent',
  'conversation.item.truncated': 'sent',
  'conversation.item.input_audio_transcription.completed': 'sent',
  'conversation.item.input_audio_transcription.delta': 'sent',
  'conversation.item.input_audio_transcription.failed': 'sent',
  'conversation.item.input_audio_transcription.segment': 'sent',
  'input_audio_buffer.committed': 'sent',
  'input_audio_buffer.cleared': 'sent',
  'input_audio_buffer.speech_started': 'sent',
  'input_audio_buffer.speech_stopped': 'sent',
  'input_audio_buffer.timeout_triggered': 'sent',
  'response.created': 'sent',
  'response.done': 'sent',
  'response.output_item.added': 'sent',
  'response.output_item.done': 'sent',
  'response.content_part.added': 'sent',
  'response.content_part.done': 'sent',
  'response.output_text.delta': 'sent',
  'response.output_text.done': 'sent',
  'response.output_audio.delta': 'sent',
  'response.output_audio.done': 'sent',
  'response.output_audio_transcript.delta': 'sent',
  'response.output_audio_transcript.done': 'sent',
  'response.function_call_arguments.delta': 'sent',
  'response.function_call_arguments.done': 'sent',
  'mcp_list_tools.in_progress': 'sent',
  'mcp_list_tools.failed': 'sent',
  'mcp_list_tools.completed': 'it reaches no MCP server',
  'response.mcp_call.in_progress': 'it reaches no MCP server',
  'response.mcp_call.completed': 'it reaches no MCP server',
  'response.mcp_call.failed': 'it reaches no MCP server',
  'response.mcp_call_arguments.delta': 'it reaches no MCP server',
  'response.mcp_call_arguments.done': 'it reaches no MCP server',
};

/** One of each kind of client event, and what answers it first. Audio alone is taken in silence. */
const clientEvents: Readonly<
  Record<ClientEventType, readonly [event: object, answer: ServerEvent['type'] | null]>
> = {
  'session.update': [
    {
      session: {
        type: 'realtime',
        audio: {
          input: {
            transcription: { model: 'whisper-1' },
            turn_detection: { type: 'server_vad', idle_timeout_ms: 5000 },
          },
        },
        tools: [{ type: 'mcp', server_label: 'shop', server_url: 'https://example.com' }],
      },
    },
    'session.updated',
  ],
  'conversation.item.create': [
    {
      item: { id: 'mine', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello?' }] },
    },
    'conversation.item.added',
  ],
  'conversation.item.retrieve': [{ item_id: 'mine' }, 'conversation.item.retrieved'],
  'conversation.item.truncate': [{ item_id: 'mine', content_index: 0, audio_end_ms: 0 }, 'error'],
  'conversation.item.delete': [{ item_id: 'mine' }, 'conversation.item.deleted'],
  'input_audio_buffer.append': [{ audio: Buffer.alloc(48 * 200).toString('base64') }, null],
  'input_audio_buffer.commit': [{}, 'input_audio_buffer.committed'],
  'input_audio_buffer.clear': [{}, 'input_audio_buffer.cleared'],
  'output_audio_buffer.clear': [{}, 'error'],
  'response.create': [{}, 'response.created'],
  'response.cancel': [{}, 'response.done'],
};

describe('the protocol', () => {
  it('has an answer to every client event', () => {
    const client = new VirtualClient(agent.session(0));
    for (const [type, [event, answer]] of Object.entries(clientEvents)) {
      const before = client.events.length;
      client.send({ type, ...event });
      expect([type, client.events[before]?.event.type ?? null]).toEqual([type, answer]);
    }
  });

  it('sends every event of a session over a WebSocket, but those of which it is said why not', async () => {
    const caller = new VirtualClient(agent.session(0));
    for (const [type, [event]] of Object.entries(clientEvents)) caller.send({ type, ...event });
    caller.speak(question.pcm).silence(20_000);
    const { id } = caller.last('response.output_item.done').event.item as { id: string };
    caller.send({ type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 100 });
    caller.run(120_000);
    const writer = new VirtualClient(agent.session(1)).update({ output_modalities: ['text'] });
    writer.send({ type: 'response.create' }).run(9000);
    const toolUser = new VirtualClient(agent.session(2)).update({
      tools: [{ type: 'function', name: 'lookup_order', parameters: { type: 'object', properties: {} } }],
    });
    for (const text of ['Where is my order?', 'My order number is 40712']) {
      const content = [{ type: 'input_text', text }];
      toolUser.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      toolUser.send({ type: 'response.create' }).run(9000);
    }
    const faulty = await loadAgent({
      seed: 1,
      faults: [{ fault: 'transcription_failed', share: 1, args: {} }],
    });
    const misheard = new VirtualClient(faulty.session(0)).update({
      audio: { input: { transcription: { model: 'whisper-1' } } },
    });
    misheard.speak(question.pcm).silence(3000);
    const diarized = new VirtualClient(agent.session(3)).update({
      audio: { input: { transcription: { model: 'gpt-4o-transcribe-diarize' } } },
    });
    diarized.speak(question.pcm).silence(3000);
    const clients = [caller, writer, toolUser, misheard, diarized];
    const sent = new Set(clients.flatMap((client) => client.types()));
    const expected = Object.entries(serverEvents).flatMap(([type, why]) => (why === 'sent' ? [type] : []));
    expect([...sent].toSorted()).toEqual(expected.toSorted());
  });
});
