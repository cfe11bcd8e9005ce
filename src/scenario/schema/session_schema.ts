/**
 * What the caller's client asks of the session: what a production client sends, so that the session under test is the same.
 * Ranges are those of the published protocol; what is not here, or out of range here, passes by `raw`.
 */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { Tagged, Text, Word, strict } from '../../config/notation.ts';
import type { JsonMap, ToolChoice, Truncation } from '../../core/plan/session_settings.ts';

const noiseReductions = 'near_field, far_field, or null';
const truncations = 'auto, disabled, or {type: retention_ratio, retention_ratio: 0.8}';
const toolChoices = 'auto, none, required, or {type: function, name: …}';

const tokens = { minimum: 1, maximum: 1_000_000 };

const createResponse = Type.Optional(
  Type.Boolean({ description: 'The server answers by itself. Default: true.' }),
);
const interruptResponse = Type.Optional(
  Type.Boolean({ description: 'The server stops its answer when the caller speaks. Default: true.' }),
);

const ServerVad = Type.Object(
  {
    type: Type.Literal('server_vad'),
    threshold: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    prefix_padding_ms: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600_000 })),
    silence_duration_ms: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600_000 })),
    idle_timeout_ms: Type.Optional(Type.Number({ minimum: 5000, maximum: 30000 })),
    create_response: createResponse,
    interrupt_response: interruptResponse,
  },
  strict,
);

const SemanticVad = Type.Object(
  {
    type: Type.Literal('semantic_vad'),
    eagerness: Type.Optional(Word(['low', 'medium', 'high', 'auto'])),
    create_response: createResponse,
    interrupt_response: interruptResponse,
  },
  strict,
);

export const SessionSchema = Type.Object(
  {
    voice: Type.Optional(Text("The agent's voice.")),
    instructions: Type.Optional(Text("The agent's instructions.")),
    format: Type.Optional(
      Word(['pcm16', 'g711_ulaw', 'g711_alaw'], {
        description: 'Audio both ways: PCM, or 8 kHz G.711 as on the telephone. Default: pcm16.',
      }),
    ),
    sample_rate: Type.Optional(
      Type.Unsafe<number>({
        type: 'number',
        enum: [8000, 16000, 24000, 32000, 48000],
        description: 'Of PCM, in Hz, both ways. Default: 24000, which is all that the service itself speaks.',
      }),
    ),
    noise_reduction: Type.Optional(
      Type.Unsafe<'near_field' | 'far_field' | null>({
        anyOf: [
          { type: 'string', enum: ['near_field', 'far_field'], expected: noiseReductions },
          { type: 'null' },
        ],
        description: 'Of the audio that comes in, before voice is detected in it; null turns it off.',
        expected: noiseReductions,
      }),
    ),
    speed: Type.Optional(
      Type.Number({
        minimum: 0.25,
        maximum: 1.5,
        description: "Of the agent's speech. 1 is the voice's own.",
      }),
    ),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2, description: 'Of older models.' })),
    prompt: Type.Optional(
      Type.Object(
        {
          id: Text('Of the prompt that is kept with the service, e.g. pmpt_….'),
          version: Type.Optional(Text('Of the prompt. Default: the newest.')),
          variables: Type.Optional(
            Type.Record(Type.String(), Type.String(), { description: "The prompt's variables." }),
          ),
        },
        { ...strict, expected: 'a prompt such as {id: pmpt_123, version: "2"}' },
      ),
    ),
    reasoning: Type.Optional(
      Type.Object({ effort: Text('How hard to think, e.g. minimal, low, medium, high.') }, strict),
    ),
    truncation: Type.Optional(
      Type.Unsafe<Truncation>({
        anyOf: [
          { type: 'string', enum: ['auto', 'disabled'], expected: truncations },
          Type.Object(
            {
              type: Type.Literal('retention_ratio'),
              retention_ratio: Type.Number({ minimum: 0, maximum: 1 }),
              token_limits: Type.Optional(
                Type.Object(
                  { post_instructions: Type.Integer({ minimum: 0, maximum: 100_000_000 }) },
                  strict,
                ),
              ),
            },
            strict,
          ),
        ],
        description: 'What of a long conversation the service keeps in context.',
        expected: truncations,
      }),
    ),
    resumption: Type.Optional(
      Type.Boolean({
        description:
          'Of gemini-live: a handle is asked for, by which another connection goes on with the conversation. Default: true.',
      }),
    ),
    context_compression: Type.Optional(
      Type.Object(
        {
          trigger_tokens: Type.Optional(
            Type.Integer({ ...tokens, description: 'From so long an input on. Default: the service’s.' }),
          ),
          target_tokens: Type.Optional(
            Type.Integer({ ...tokens, description: 'Down to this, which is less. Default: the service’s.' }),
          ),
        },
        {
          ...strict,
          description: 'Of gemini-live: the oldest of a long conversation leaves the context.',
          expected: 'a map such as {trigger_tokens: 25600, target_tokens: 12800}, or {}',
        },
      ),
    ),
    acknowledgement_delay_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60_000,
        description:
          'Of gpt-live: so long after it has delegated a task the model says that it is at it, unless a result has come. Default: the service’s.',
      }),
    ),
    output_modalities: Type.Optional(
      Type.Array(Word(['audio', 'text']), {
        minItems: 1,
        uniqueItems: true,
        expected: 'at least one of audio, text',
        description: 'Default: [audio].',
      }),
    ),
    tool_choice: Type.Optional(
      Type.Unsafe<ToolChoice>({
        anyOf: [
          { type: 'string', enum: ['auto', 'none', 'required'], expected: toolChoices },
          Tagged<ToolChoice>([
            Type.Object({ type: Type.Literal('function'), name: Text('Of the tool.') }, strict),
            Type.Object(
              {
                type: Type.Literal('mcp'),
                server_label: Text('Of the server.'),
                name: Type.Optional(Text('Of the tool.')),
              },
              strict,
            ),
          ]),
        ],
        description: 'Default: auto where there are tools.',
        expected: toolChoices,
      }),
    ),
    parallel_tool_calls: Type.Optional(Type.Boolean({ description: 'Several tools may be called at once.' })),
    turn_detection: Type.Optional(
      Type.Union(
        [
          Tagged<Static<typeof ServerVad> | Static<typeof SemanticVad>>([ServerVad, SemanticVad], {
            description: 'Who decides that the caller has finished.',
          }),
          Type.Null({ description: 'The client says so itself.' }),
        ],
        { expected: 'a turn detection with a type, or null' },
      ),
    ),
    transcription: Type.Optional(
      Type.Object(
        {
          model: Text('Model that writes down what the caller says.'),
          language: Type.Optional(Text('ISO-639-1.')),
          prompt: Type.Optional(Text('What helps it: names, words, the subject.')),
        },
        strict,
      ),
    ),
    max_output_tokens: Type.Optional(
      Type.Unsafe<number | 'inf'>({
        anyOf: [
          { type: 'integer', minimum: 1, maximum: 4096 },
          { type: 'string', enum: ['inf'], expected: 'a number from 1 to 4096, or inf' },
        ],
        expected: 'a number from 1 to 4096, or inf',
      }),
    ),
    raw: Type.Optional(
      Type.Unsafe<JsonMap>({
        type: 'object',
        description:
          "Laid over all of these in the session.update, in the protocol's own words. {env: NAME} stands for an environment variable's value.",
        expected: "a map in the protocol's own words, such as {audio: {input: {…}}}",
      }),
    ),
  },
  strict,
);
