/** How a service that speaks the Realtime protocol almost differs from it: a profile by its name, or quirk by quirk. */

import { Type } from '../../config/type.ts';
import { strict, Text } from '../../config/notation.ts';
import { CARRIER_NAMES, type CarrierName } from '../../core/plan/carrier.ts';
import { lookalikeNames, type LookalikeName } from '../../dialect/openai/lookalikes.ts';

export interface QuirksFile {
  readonly profile?: LookalikeName;
  readonly shape?: 'beta';
  readonly beta_header?: boolean;
  readonly model_parameter?: string;
  readonly ready?: string;
  readonly detectors?: Readonly<Record<string, string>>;
  readonly move?: Readonly<Record<string, string>>;
  readonly omit?: readonly string[];
}

const Paths = (description: string, expected: string) =>
  Type.Record(Type.String(), Type.String({ minLength: 1 }), { description, expected });

/** A service by its name: of those that speak the Realtime protocol, or of those that carry a telephone's call. */
const services = [...lookalikeNames, ...CARRIER_NAMES];
const named = `one of ${services.join(', ')}`;

export const QuirksSchema = Type.Unsafe<LookalikeName | CarrierName | QuirksFile>({
  anyOf: [
    { type: 'string', enum: services, expected: named },
    Type.Object(
      {
        profile: Type.Optional(
          Type.Unsafe<LookalikeName>({
            type: 'string',
            enum: lookalikeNames,
            description: 'What the rest is on top of.',
          }),
        ),
        shape: Type.Optional(
          Type.Unsafe<'beta'>({
            type: 'string',
            enum: ['beta'],
            description: 'Settings are sent flat, as the protocol’s beta had them.',
          }),
        ),
        beta_header: Type.Optional(
          Type.Boolean({ description: 'The handshake asks for the beta: OpenAI-Beta: realtime=v1.' }),
        ),
        model_parameter: Type.Optional(Text('What names the model in the query, e.g. deployment.')),
        ready: Type.Optional(
          Text('The event after which the caller may speak, e.g. session.created. Default: session.updated.'),
        ),
        detectors: Type.Optional(
          Paths(
            'Turn detections by other names, e.g. {server_vad: azure_semantic_vad}.',
            'a map of turn detections, each with the name it is sent by',
          ),
        ),
        move: Type.Optional(
          Paths(
            'Settings that stand elsewhere in the session, e.g. {audio.output.voice: voice}.',
            'a map of paths, each with the path it is sent at',
          ),
        ),
        omit: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            uniqueItems: true,
            description: 'Settings that are not sent, by their paths, e.g. [audio.input.noise_reduction].',
            expected: 'a list of paths such as [audio.input.noise_reduction]',
          }),
        ),
      },
      strict,
    ),
  ],
  description: 'What a service that speaks the protocol almost wants otherwise: its name, or quirk by quirk.',
  expected: `${named}, or a map of quirks`,
});
