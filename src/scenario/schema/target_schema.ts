/** Where calls go, and what the caller's client asks of the session there. */

import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Tagged, Text, Word, strict } from '../../config/notation.ts';

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
    prefix_padding_ms: Type.Optional(Type.Number({ minimum: 0 })),
    silence_duration_ms: Type.Optional(Type.Number({ minimum: 0 })),
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

const Session = Type.Object(
  {
    voice: Type.Optional(Text("The agent's voice.")),
    instructions: Type.Optional(Text("The agent's instructions.")),
    format: Type.Optional(
      Word(['pcm16', 'g711_ulaw', 'g711_alaw'], {
        description: 'Audio both ways: 24 kHz PCM (the default), or 8 kHz G.711 as on the telephone.',
      }),
    ),
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
  },
  strict,
);

export const TargetSchema = Type.Object(
  {
    dialect: Type.Optional(Word(['openai-realtime'], { description: 'The wire protocol.' })),
    url: Type.Optional(
      Text('ws:// or wss:// URL, or the word simulator: the simulated agent. Default: simulator.'),
    ),
    model: Type.Optional(Text('Default: gpt-realtime-2.1.')),
    key_env: Type.Optional(
      Text('NAME of the environment variable that holds the key. Never the key itself.'),
    ),
    profile: Type.Optional(Text("File with the simulated agent's profile, relative to this file.")),
    speaks_first: Type.Optional(Word(['agent', 'caller'], { description: 'Default: agent.' })),
    session: Type.Optional(Session),
  },
  strict,
);
