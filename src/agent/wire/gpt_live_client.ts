/**
 * What a client may send in GPT-Live, and the shape each message must have. Pure. `checkLive` takes any JSON value and gives a typed
 * event or the problem that the service would report; it never throws. Nothing that is not in the published types passes.
 */

import type { ClientEvent } from 'openai-live/resources/live/live';
import {
  anything,
  either,
  fieldsOf,
  flag,
  functionName,
  integer,
  isFields,
  json,
  list,
  missing,
  nullable,
  object,
  oneOf,
  tagged,
  text,
  unsupported,
  type Check,
  type Problem,
} from '../protocol/event_shape.ts';

/** What one message may carry: the same as in the Realtime protocol; of this one no other bound is published. */
const MAX_AUDIO_CHARACTERS = 15 * 1024 * 1024;
/** 500 tokens, at the four bytes that a token is counted as everywhere here. */
const MAX_APPEND = 2000;
/** 16,384 tokens. */
const MAX_INSTRUCTIONS = 65_536;

const event = (
  required: Readonly<Record<string, Check>> = {},
  optional: Readonly<Record<string, Check>> = {},
): Check => object({ type: anything, ...required }, { event_id: nullable(text(512)), ...optional });

const format = tagged('type', {
  'audio/pcm': object({ type: anything, rate: oneOf(16000, 24000) }),
  'audio/pcmu': object({ type: anything }, { rate: oneOf(8000) }),
  'audio/pcma': object({ type: anything }, { rate: oneOf(8000) }),
});

const voice = either(object({ id: text(256) }), text(256));

const anyFields = fieldsOf(json);
const delay = integer(0, 60_000);

const delegation = tagged('type', {
  client: object({ type: anything }, { acknowledgement_delay_ms: delay }),
  responses: object(
    {
      type: anything,
      responses: object(
        { model: text(256) },
        {
          instructions: nullable(text(MAX_INSTRUCTIONS)),
          max_output_tokens: nullable(integer(1, 1_000_000)),
          parallel_tool_calls: nullable(flag),
          reasoning: nullable(anyFields),
          service_tier: nullable(text(64)),
          text: nullable(anyFields),
          tool_choice: json,
          tools: list(
            tagged('type', {
              function: object(
                { type: anything, name: functionName },
                {
                  description: nullable(text(4096)),
                  parameters: nullable(anyFields),
                  strict: nullable(flag),
                },
              ),
            }),
            128,
          ),
        },
      ),
    },
    { acknowledgement_delay_ms: delay },
  ),
  decisions: object({ type: anything, decisions: anyFields }, { acknowledgement_delay_ms: delay }),
});

const part = object({ text: text() }, { type: oneOf('input_text', 'output_text') });
const message = object(
  { role: oneOf('developer', 'user', 'assistant'), content: list(part, 1) },
  {
    type: oneOf('message'),
    id: nullable(text(512)),
    status: nullable(text(64)),
    phase: nullable(text(64)),
  },
);

const session = object(
  { model: text(256) },
  {
    audio: object({}, { format, output: object({}, { voice }) }),
    client: anyFields,
    delegation: nullable(delegation),
    input: list(message, 128),
    instructions: nullable(text(MAX_INSTRUCTIONS)),
    store: flag,
    triggers: list(anyFields, 8),
  },
);

const append = event({ content: text(MAX_APPEND), delegation_id: nullable(text(512)) });

/** In the order in which the service lists them. */
const clientEvents: Readonly<Record<ClientEvent['type'], Check>> = {
  'session.start': event({ session }),
  'session.update': event({
    session: object({}, { delegation: nullable(anyFields), triggers: list(anyFields, 8) }),
  }),
  'session.input_audio.append': event({ audio: text(MAX_AUDIO_CHARACTERS) }),
  'session.input_audio.mute': event(),
  'session.input_audio.unmute': event(),
  'session.output_audio.fixture.play': event({ audio: text(MAX_AUDIO_CHARACTERS) }),
  'session.instructions.append': append,
  'session.thinking.append': append,
  'session.commentary.append': append,
  'decision.create': event(),
  'decision.item.create': event({ item: anyFields }),
  'decision.item.delete': event({ item_id: text(512) }),
  'response.item.create': event({ item: anyFields }),
  'response.create': event(),
  'session.close': event(),
};

const known = new Map<string, Check>(Object.entries(clientEvents));

export function checkLive(value: unknown): ClientEvent | Problem {
  if (value === undefined) return notJson;
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

const notJson: Problem = {
  code: 'invalid_json',
  message: 'We could not parse the JSON of your event.',
  param: null,
};

export function isProblem(value: ClientEvent | Problem): value is Problem {
  return 'code' in value;
}
