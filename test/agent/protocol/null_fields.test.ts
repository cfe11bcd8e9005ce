/**
 * Null for an optional field is as good as leaving it out, in everything that a client sends. The events here have every optional
 * field that is published (the types see to that), and each of them is taken for null in turn.
 */

import type {
  AudioTranscription,
  ConversationItemCreateEvent,
  RealtimeAudioConfig,
  RealtimeAudioConfigInput,
  RealtimeAudioConfigOutput,
  RealtimeConversationItemFunctionCall,
  RealtimeResponseCreateParams,
  RealtimeSessionCreateRequest,
  RealtimeTracingConfig,
  ResponseCancelEvent,
  ResponseCreateEvent,
} from 'openai/resources/realtime/realtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkClientEvent, isProblem } from '../../../src/agent/protocol/client_event.ts';
import type { Agent } from '../../../src/agent/simulator.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { VirtualClient } from '../virtual_client.ts';

type Whole<T> = { [K in keyof Required<T>]: NonNullable<Required<T>[K]> };
/** Published since this version of the types. */
interface Newer {
  readonly keywords: string[];
  readonly languages: string[];
}

const pcm = { type: 'audio/pcm', rate: 24000 } as const;
const transcription: Whole<AudioTranscription> & Newer = {
  model: 'gpt-live-transcribe',
  language: 'en',
  prompt: 'orders',
  delay: 'low',
  keywords: ['parcel'],
  languages: ['en', 'de'],
};
const input: Whole<RealtimeAudioConfigInput> = {
  format: pcm,
  transcription,
  noise_reduction: { type: 'near_field', strength: 0.5 } as Whole<RealtimeAudioConfigInput.NoiseReduction>,
  turn_detection: {
    type: 'server_vad',
    threshold: 0.5,
    prefix_padding_ms: 300,
    silence_duration_ms: 500,
    idle_timeout_ms: 5000,
    create_response: true,
    interrupt_response: true,
  } satisfies Whole<RealtimeAudioConfigInput['turn_detection']>,
};
const output: Whole<RealtimeAudioConfigOutput> = { format: pcm, voice: 'marin', speed: 1 };
const tracing: Whole<RealtimeTracingConfig.TracingConfiguration> = {
  workflow_name: 'shop',
  group_id: '7',
  metadata: {},
};
const session: Whole<RealtimeSessionCreateRequest> = {
  type: 'realtime',
  audio: { input, output } satisfies Whole<RealtimeAudioConfig>,
  include: ['item.input_audio_transcription.logprobs'],
  instructions: 'Be brief.',
  max_output_tokens: 500,
  model: 'gpt-realtime-2.1',
  output_modalities: ['audio'],
  parallel_tool_calls: true,
  prompt: { id: 'pmpt_1', version: '2', variables: { shop: 'books' } },
  reasoning: { effort: 'low' },
  tool_choice: 'auto',
  tools: [{ type: 'function', name: 'look_up', description: 'Looks up.', parameters: { type: 'object' } }],
  tracing,
  truncation: { type: 'retention_ratio', retention_ratio: 0.8, token_limits: { post_instructions: 5000 } },
};
const call: Whole<RealtimeConversationItemFunctionCall> = {
  type: 'function_call',
  id: 'c1',
  object: 'realtime.item',
  status: 'completed',
  call_id: 'call_1',
  name: 'look_up',
  arguments: '{}',
};
const response: Whole<RealtimeResponseCreateParams> = {
  audio: { output: { format: pcm, voice: 'marin' } },
  conversation: 'none',
  input: [call],
  instructions: 'Be brief.',
  max_output_tokens: 'inf',
  metadata: {},
  output_modalities: ['text'],
  parallel_tool_calls: true,
  prompt: session.prompt,
  reasoning: { effort: 'low' },
  tool_choice: 'none',
  tools: session.tools,
};
const itemCreate = (item: ConversationItemCreateEvent['item']): Whole<ConversationItemCreateEvent> => ({
  type: 'conversation.item.create',
  event_id: 'e1',
  previous_item_id: 'root',
  item,
});
const common = { id: 'm1', object: 'realtime.item', status: 'completed' } as const;

const events: readonly object[] = [
  { type: 'session.update', event_id: 'e1', session },
  { type: 'response.create', event_id: 'e1', response } satisfies Whole<ResponseCreateEvent>,
  { type: 'response.cancel', event_id: 'e1', response_id: 'r1' } satisfies Whole<ResponseCancelEvent>,
  { type: 'input_audio_buffer.append', event_id: 'e1', audio: 'AAAA' },
  { type: 'input_audio_buffer.commit', event_id: 'e1' },
  { type: 'conversation.item.truncate', event_id: 'e1', item_id: 'm1', content_index: 0, audio_end_ms: 0 },
  { type: 'conversation.item.retrieve', event_id: 'e1', item_id: 'm1' },
  itemCreate(call),
  itemCreate({ type: 'function_call_output', call_id: 'call_1', output: '{}', ...common }),
  itemCreate({
    type: 'message',
    role: 'user',
    content: [
      { type: 'input_text', text: 'Hello?' },
      { type: 'input_audio', audio: 'AAAA', transcript: 'Hello?' },
      { type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'low' },
    ],
    ...common,
  }),
  itemCreate({
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_audio', audio: 'AAAA', transcript: 'Hello.' }],
    ...common,
  }),
  itemCreate({
    type: 'mcp_approval_response',
    id: 'a1',
    approval_request_id: 'b',
    approve: true,
    reason: 'ok',
  }),
];

type Fields = Record<string, unknown>;

/** Every field of every object in it, as the keys that lead to it. */
function fieldsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const own = [...path, name];
    return Array.isArray(value) ? fieldsIn(field, own) : [own, ...fieldsIn(field, own)];
  });
}

/** A copy in which the field has another value; undefined: it is left out. */
function withField(event: object, path: readonly string[], value: unknown): Fields {
  const copy = structuredClone(event) as Fields;
  const within = path.slice(0, -1).reduce((at, name) => at[name] as Fields, copy);
  if (value === undefined) delete within[path.at(-1) as string];
  else within[path.at(-1) as string] = value;
  return copy;
}

const optional = events.flatMap((event) =>
  fieldsIn(event)
    .filter((path) => !isProblem(checkClientEvent(withField(event, path, undefined))))
    .map((path) => ({ event, path, name: `${(event as { type: string }).type}: ${path.join('.')}` })),
);

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 4 });
});

describe('null for an optional field', () => {
  it('is tried for all there are', () => {
    for (const event of events) expect(checkClientEvent(structuredClone(event))).toEqual(event);
    expect(optional.length).toBeGreaterThan(80);
    expect(optional.map(({ name }) => name)).toContain('response.create: response.instructions');
  });

  it.each(optional)('is as good as none: $name', ({ event, path }) => {
    expect(checkClientEvent(withField(event, path, null))).not.toHaveProperty('code');
  });

  it('leaves the session as it is, but where null switches something off', () => {
    const client = new VirtualClient(agent.session(0)).update(session).update({
      instructions: null,
      output_modalities: null,
      tools: null,
      tool_choice: null,
      audio: { input: { noise_reduction: null, format: null }, output: null },
    });
    expect(client.of('error')).toEqual([]);
    expect(client.last('session.updated').event.session).toMatchObject({
      instructions: 'Be brief.',
      output_modalities: ['audio'],
      tools: session.tools,
      audio: { input: { format: pcm, noise_reduction: null }, output },
    });
  });

  it('is no field of a response either: the session’s own holds', () => {
    const client = new VirtualClient(agent.session(0)).update({ output_modalities: ['text'] });
    client
      .send({
        type: 'response.create',
        response: { instructions: null, output_modalities: null, input: null },
      })
      .run(20_000);
    expect(client.of('error')).toEqual([]);
    expect(client.last('response.done').event.response).toMatchObject({
      status: 'completed',
      output_modalities: ['text'],
    });
  });

  it('is refused where a field has to be there', () => {
    expect(checkClientEvent({ type: 'conversation.item.delete', item_id: null })).toMatchObject({
      code: 'invalid_type',
      param: 'item_id',
    });
  });
});

describe('what is published', () => {
  it('of noise reduction: a strength that stays until another is given', () => {
    const noise = (reduction: object): object => ({ audio: { input: { noise_reduction: reduction } } });
    const client = new VirtualClient(agent.session(0))
      .update(noise({ type: 'far_field', strength: 0.3 }))
      .update(noise({ type: 'near_field' }));
    expect(client.last('session.updated').event.session).toMatchObject(
      noise({ type: 'near_field', strength: 0.3 }),
    );
    client.update(noise({ type: 'near_field', strength: 1.1 }));
    expect(client.last('error').event.error).toMatchObject({
      code: 'decimal_above_max_value',
      param: 'session.audio.input.noise_reduction.strength',
    });
  });

  it('of transcription alone: not in a session that is a conversation', () => {
    const client = new VirtualClient(agent.session(0)).send({
      type: 'session.update',
      session: { type: 'transcription', audio: { input: { transcription: { model: 'whisper-1' } } } },
    });
    expect(client.last('error').event.error).toMatchObject({
      code: 'invalid_parameter',
      message: 'Passing a transcription session update event to a realtime session is not allowed.',
      param: 'session.type',
    });
    expect(client.of('session.updated')).toEqual([]);
  });
});
