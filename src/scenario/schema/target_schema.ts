/** Where calls go, and how: address, key, headers, certificates. */

import { DIALECT_NAMES } from '../../core/plan/plan.ts';
import { Type } from '../../config/type.ts';
import { Text, Word, strict } from '../../config/notation.ts';
import { SessionSchema } from './session_schema.ts';

const value = 'a value, with ${NAME} for that of an environment variable, or {env: NAME}';

/** By name; a value that is a secret is named, and never stands there itself. */
const Values = (description: string) =>
  Type.Unsafe<Readonly<Record<string, string | { readonly env: string }>>>({
    type: 'object',
    additionalProperties: {
      anyOf: [
        { type: 'string' },
        {
          type: 'object',
          properties: { env: { type: 'string', minLength: 1 } },
          required: ['env'],
          ...strict,
        },
      ],
      expected: value,
    },
    description,
    expected: `a map of names, each with ${value}`,
  });

export const TargetSchema = Type.Object(
  {
    dialect: Type.Optional(Word([...DIALECT_NAMES], { description: 'The wire protocol.' })),
    url: Type.Optional(
      Text('ws:// or wss:// URL, or the word simulator: the simulated agent. Default: simulator.'),
    ),
    model: Type.Optional(
      Text('Any. Added to the URL, unless that names a model or a deployment. Default: gpt-realtime-2.1.'),
    ),
    key_env: Type.Optional(
      Text('NAME of the environment variable that holds the key. Never the key itself.'),
    ),
    key_header: Type.Optional(
      Text(
        'Header that carries the key as it is, e.g. api-key. Default: Authorization, after the word Bearer.',
      ),
    ),
    headers: Type.Optional(Values('More headers of the handshake.')),
    query: Type.Optional(Values("More of the URL's query.")),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'What the server of each call is told in its stream’s start, in twilio-media-streams.',
        expected: 'a map of names, each with a text',
      }),
    ),
    ca: Type.Optional(
      Text(
        "PEM file of a private authority that signs the target's certificate, relative to this file. The usual ones hold besides.",
      ),
    ),
    profile: Type.Optional(Text("File with the simulated agent's profile, relative to this file.")),
    speaks_first: Type.Optional(
      Word(['agent', 'agent_by_itself', 'caller'], {
        description:
          'agent: the client asks for a greeting. agent_by_itself: the agent greets unasked. caller: nobody waits for a greeting. Default: agent.',
      }),
    ),
    session: Type.Optional(SessionSchema),
  },
  strict,
);
