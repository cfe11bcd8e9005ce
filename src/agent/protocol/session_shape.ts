/**
 * The shape of a session's settings and of what a response may set for itself, field by field as the service publishes them.
 * Pure. Checks only: what is done with them is `settings.ts`.
 */

import type { Check, Problem } from './event_shape.ts';
import { itemOrReference } from './item_shape.ts';
import {
  anything,
  either,
  fieldsOf,
  flag,
  functionName,
  integer,
  json,
  list,
  nullable,
  number,
  object,
  objectOr,
  oneOf,
  tagged,
  text,
} from './event_shape.ts';

const modalityList = list(oneOf('text', 'audio'), 2);

/** Audio brings its transcript with it: asking for both is asking for nothing that there is. */
const modalities: Check = (value, path) => {
  const problem = modalityList(value, path);
  if (problem !== null || (value as unknown[]).length === 1) return problem;
  const given = (value as unknown[]).map((modality) => `'${String(modality)}'`).join(', ');
  return {
    code: 'invalid_value',
    message: `Invalid modalities: [${given}]. Supported combinations are: ['text'] and ['audio'].`,
    param: path,
  };
};

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
    model: text(256),
    language: text(64),
    languages: list(text(64)),
    keywords: list(text(256)),
    prompt: text(),
    delay: oneOf('minimal', 'low', 'medium', 'high', 'xhigh'),
  },
);

const voice = objectOr(object({ id: text(256) }), text(256));

const names = list(text(256));
const toolFilter = object({}, { read_only: flag, tool_names: names });
const mcpFields: Check = object(
  { type: anything, server_label: text(256) },
  {
    server_url: text(),
    connector_id: text(256),
    tunnel_id: text(256),
    server_description: text(),
    authorization: text(),
    headers: nullable(fieldsOf(text())),
    allowed_tools: nullable(objectOr(toolFilter, names)),
    allowed_callers: nullable(list(oneOf('direct', 'programmatic'))),
    require_approval: nullable(
      objectOr(object({}, { always: toolFilter, never: toolFilter }), oneOf('always', 'never')),
    ),
    defer_loading: flag,
  },
);

const mcp: Check = (value, path) => mcpFields(value, path) ?? somewhere(value as object, path);

function somewhere(tool: object, path: string): Problem | null {
  if ('server_url' in tool || 'connector_id' in tool || 'tunnel_id' in tool) return null;
  return {
    code: 'missing_required_parameter',
    message: `Missing required parameter: '${path}.server_url' or '${path}.connector_id'.`,
    param: `${path}.server_url`,
  };
}

const tools = list(
  tagged('type', {
    function: object(
      { type: anything, name: functionName },
      { description: nullable(text()), parameters: nullable(fieldsOf(json)) },
    ),
    mcp,
  }),
  128,
);

const toolChoice = objectOr(
  tagged('type', {
    function: object({ type: anything, name: functionName }),
    mcp: object({ type: anything, server_label: text(256) }, { name: nullable(text(256)) }),
  }),
  oneOf('none', 'auto', 'required'),
);

const prompt = nullable(
  object({ id: text(512) }, { version: nullable(text(256)), variables: nullable(fieldsOf(json)) }),
);
const reasoning = object({}, { effort: oneOf('minimal', 'low', 'medium', 'high', 'xhigh') });
const tracing = nullable(
  objectOr(object({}, { workflow_name: text(512), group_id: text(512), metadata: json }), oneOf('auto')),
);
const truncation = objectOr(
  tagged('type', {
    retention_ratio: object(
      { type: anything, retention_ratio: number(0, 1) },
      { token_limits: object({}, { post_instructions: integer(0, 1_000_000) }) },
    ),
  }),
  oneOf('auto', 'disabled'),
);

const realtime = object(
  { type: anything },
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
            noise_reduction: nullable(
              object({}, { type: oneOf('near_field', 'far_field'), strength: number(0, 1) }),
            ),
          },
        ),
        output: object({}, { format, voice, speed: number(0.25, 1.5) }),
      },
    ),
    tools,
    tool_choice: toolChoice,
    include: nullable(list(oneOf('item.input_audio_transcription.logprobs'))),
    prompt,
    tracing,
    truncation,
    reasoning,
    parallel_tool_calls: flag,
  },
);

/** A socket with a `model` is a conversation for good; transcription alone has a socket of its own. */
const transcriptionOnly: Check = (_value, path) => ({
  code: 'invalid_parameter',
  message: 'Passing a transcription session update event to a realtime session is not allowed.',
  param: `${path}.type`,
});

export const session = tagged('type', { realtime, transcription: transcriptionOnly });

export const response = object(
  {},
  {
    output_modalities: modalities,
    audio: object({}, { output: object({}, { format, voice }) }),
    conversation: oneOf('auto', 'none'),
    input: list(itemOrReference),
    instructions: text(),
    max_output_tokens: maxOutputTokens,
    metadata: nullable(fieldsOf(text(512), 16)),
    parallel_tool_calls: flag,
    prompt,
    reasoning,
    tool_choice: toolChoice,
    tools,
  },
);
