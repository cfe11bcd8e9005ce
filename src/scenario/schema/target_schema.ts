/** Where calls go, and how: address, key, headers, certificates. */

import { DIALECT_NAMES } from '../../core/plan/plan.ts';
import { Type } from '../../config/type.ts';
import { Text, Word, strict } from '../../config/notation.ts';
import { QuirksSchema } from './quirks_schema.ts';
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
    dialect: Type.Optional(
      Type.Unsafe<string>({
        anyOf: [{ enum: [...DIALECT_NAMES] }, { type: 'string', pattern: '\\.(?:ts|mts|js|mjs)$' }],
        description:
          'The wire protocol: one by its name, or the path of a module with your own, relative to this file.',
        expected: `one of ${DIALECT_NAMES.join(', ')}, or the path of a module such as ./my_dialect.ts`,
      }),
    ),
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
    token_command: Type.Optional(
      Type.Unsafe<string | readonly string[]>({
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
        ],
        description:
          'A command that prints the key, in place of key_env: run once before the first call, and again before what it printed runs out. Started where this file is, without a shell.',
        expected: 'a command in one line, or a list of its program and arguments',
      }),
    ),
    protocols: Type.Optional(
      Type.Array(Text('A sub-protocol, e.g. realtime.'), {
        uniqueItems: true,
        expected: 'a list of sub-protocols such as [realtime]',
        description: 'Sub-protocols that the handshake offers.',
      }),
    ),
    key_protocol: Type.Optional(
      Text(
        'Sub-protocol that carries the key in place of a header, e.g. openai-insecure-api-key.{key} or bearer.{key}.',
      ),
    ),
    quirks: Type.Optional(QuirksSchema),
    headers: Type.Optional(Values('More headers of the handshake.')),
    query: Type.Optional(Values("More of the URL's query.")),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'What the server of each call is told in its stream’s start, in twilio-media-streams.',
        expected: 'a map of names, each with a text',
      }),
    ),
    twiml: Type.Optional(
      Text(
        'http:// or https:// URL of the voice webhook that is asked for each call’s stream, in place of url. For twilio-media-streams.',
      ),
    ),
    auth_token_env: Type.Optional(
      Text(
        'NAME of the environment variable that holds the account’s auth token: webhook and handshake are signed with it.',
      ),
    ),
    to: Type.Optional(
      Type.String({
        pattern: '^\\+[1-9][0-9]{4,14}$',
        description: 'The telephone number that is called, as the webhook is told.',
        expected: 'a number such as "+15005550006", in quotes',
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
