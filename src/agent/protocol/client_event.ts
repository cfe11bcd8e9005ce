/**
 * The eleven events a client may send, and the shape each must have. Pure. `checkClientEvent` takes any JSON value and
 * gives a typed event or the problem the service would report; it never throws.
 */

import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { Check, Problem } from './shape.ts';
import {
  anything,
  either,
  flag,
  integer,
  isFields,
  list,
  missing,
  nullable,
  number,
  object,
  oneOf,
  tagged,
  text,
  unsupported,
} from './shape.ts';

export type ClientEvent = RealtimeClientEvent;
export type ClientEventType = ClientEvent['type'];

/** Audio of one append at most, as base64 text. */
export const MAX_AUDIO_CHARACTERS = 15 * 1024 * 1024;

const id = text(512);
const modalities = list(oneOf('text', 'audio'), 2);
const maxOutputTokens = either(oneOf('inf'), integer(1, 4096));

const format = tagged('type', {
  'audio/pcm': object({ type: anything }, { rate: oneOf(24000) }),
  'audio/pcmu': object({ type: anything }),
  'audio/pcma': object({ type: anything }),
});

const turnDetection = tagged('type', {
  server_vad: object(
    { type: anything },
    {
      threshold: number(0, 1),
      prefix_padding_ms: integer(0, 10_000),
      silence_duration_ms: integer(0, 10_000),
      idle_timeout_ms: nullable(integer(5_000, 30_000)),
      create_response: flag,
      interrupt_response: flag,
    },
  ),
  semantic_vad: object(
    { type: anything },
    { eagerness: oneOf('low', 'medium', 'high', 'auto'), create_response: flag, interrupt_response: flag },
  ),
});

const transcription = object(
  {},
  {
    model: text(),
    language: text(64),
    prompt: text(),
    delay: oneOf('minimal', 'low', 'medium', 'high', 'xhigh'),
  },
);

const voice: Check = (value, path) =>
  isFields(value) ? object({ id: text() })(value, path) : text(256)(value, path);
const output = object({}, { format, voice, speed: number(0.25, 1.5) });

const tool = tagged('type', {
  function: object({ type: anything, name: text(64) }, { description: text(), parameters: anything }),
  mcp: (value, path) =>
    isFields(value) && value['server_label'] === undefined ? missing(`${path}.server_label`) : null,
});
const toolChoice = either(oneOf('none', 'auto', 'required'), (value, path) =>
  isFields(value) ? null : oneOf('none', 'auto', 'required')(value, path),
);

const session = object(
  { type: oneOf('realtime') },
  {
    model: text(256),
    instructions: text(),
    output_modalities: modalities,
    max_output_tokens: maxOutputTokens,
    audio: object(
      {},
      {
        input: object(
          {},
          {
            format,
            turn_detection: nullable(turnDetection),
            transcription: nullable(transcription),
            noise_reduction: nullable(object({ type: oneOf('near_field', 'far_field') })),
          },
        ),
        output,
      },
    ),
    tools: list(tool, 128),
    tool_choice: toolChoice,
    include: nullable(list(oneOf('item.input_audio_transcription.logprobs'))),
    prompt: nullable(anything),
    tracing: nullable(anything),
    truncation: anything,
    reasoning: anything,
    parallel_tool_calls: flag,
  },
);

const status = oneOf('completed', 'incomplete', 'in_progress');
const inputText = object({ type: anything, text: text() });
const itemCommon = { id: text(512), object: oneOf('realtime.item'), status };

const message = tagged('role', {
  user: object(
    {
      type: anything,
      role: anything,
      content: list(
        tagged('type', {
          input_text: inputText,
          input_audio: object(
            { type: anything },
            { audio: text(MAX_AUDIO_CHARACTERS), transcript: nullable(text()) },
          ),
          input_image: object(
            { type: anything, image_url: text() },
            { detail: oneOf('auto', 'low', 'high') },
          ),
        }),
      ),
    },
    itemCommon,
  ),
  system: object(
    { type: anything, role: anything, content: list(tagged('type', { input_text: inputText })) },
    itemCommon,
  ),
  assistant: object(
    {
      type: anything,
      role: anything,
      content: list(
        tagged('type', {
          output_text: inputText,
          output_audio: object(
            { type: anything },
            { audio: text(MAX_AUDIO_CHARACTERS), transcript: nullable(text()) },
          ),
        }),
      ),
    },
    itemCommon,
  ),
});

const item = tagged('type', {
  message,
  function_call: object(
    { type: anything, name: text(), arguments: text() },
    { call_id: text(), ...itemCommon },
  ),
  function_call_output: object({ type: anything, call_id: text(), output: text() }, itemCommon),
});

const response = object(
  {},
  {
    output_modalities: modalities,
    audio: object({}, { output: object({}, { format, voice }) }),
    conversation: text(256),
    input: list(anything),
    instructions: text(),
    max_output_tokens: maxOutputTokens,
    metadata: nullable(metadata),
    parallel_tool_calls: flag,
    prompt: nullable(anything),
    reasoning: anything,
    tool_choice: toolChoice,
    tools: list(tool, 128),
  },
);

function metadata(value: unknown, path: string): Problem | null {
  if (!isFields(value)) return object({})(value, path);
  for (const [name, entry] of Object.entries(value)) {
    const problem = text(512)(entry, `${path}.${name}`);
    if (problem !== null) return problem;
  }
  return null;
}

const event = (
  required: Readonly<Record<string, Check>> = {},
  optional: Readonly<Record<string, Check>> = {},
): Check => object({ type: anything, ...required }, { event_id: nullable(text(512)), ...optional });

const clientEvents: Readonly<Record<ClientEventType, Check>> = {
  'session.update': event({ session }),
  'input_audio_buffer.append': event({ audio: text(MAX_AUDIO_CHARACTERS) }),
  'input_audio_buffer.commit': event(),
  'input_audio_buffer.clear': event(),
  'output_audio_buffer.clear': event(),
  'conversation.item.create': event({ item }, { previous_item_id: nullable(id) }),
  'conversation.item.delete': event({ item_id: id }),
  'conversation.item.retrieve': event({ item_id: id }),
  'conversation.item.truncate': event({
    item_id: id,
    content_index: integer(0, 1_000_000),
    audio_end_ms: integer(0, 86_400_000),
  }),
  'response.create': event({}, { response: nullable(response) }),
  'response.cancel': event({}, { response_id: nullable(text(512)) }),
};

const known = new Map<string, Check>(Object.entries(clientEvents));

/** The event, or the first problem with it. */
export function checkClientEvent(value: unknown): ClientEvent | Problem {
  if (!isFields(value)) {
    return { code: 'invalid_json', message: 'Expected a JSON object with an event `type`.', param: null };
  }
  const { type } = value;
  if (type === undefined) return missing('type');
  if (typeof type !== 'string') return text()(type, 'type') ?? missing('type');
  const check = known.get(type);
  if (check === undefined) return unsupported('type', type, [...known.keys()]);
  return check(value, '') ?? (value as unknown as ClientEvent);
}

export function isProblem(value: ClientEvent | Problem): value is Problem {
  return 'code' in value;
}
