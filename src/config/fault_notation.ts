/** How files write down a fault that is to happen: in a profile of the simulated agent, in a scenario. */

import { Type } from './type.ts';
import { Duration } from './notation.ts';

export const Share = Type.Unsafe<number | string>({
  type: ['string', 'number'],
  pattern: '^\\d+(?:\\.\\d+)?%$',
  minimum: 0,
  maximum: 1,
  expected: 'a share such as 5% or 0.05',
});

/** What every fault takes; its own arguments beside it are read by whoever knows it. */
const occasions = {
  share: Type.Optional(Share),
  nth: Type.Optional(Type.Integer({ minimum: 1 })),
  every: Type.Optional(Type.Integer({ minimum: 1 })),
  seed: Type.Optional(Type.Integer({ minimum: 0 })),
} as const;

const own = { additionalProperties: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) };

const Name = Type.String({ minLength: 1, expected: 'the name of a fault' });

/** Of the simulated agent's. */
export const AgentFault = Type.Object(
  {
    fault: Name,
    ...occasions,
    from: Type.Optional(Duration('Not before this time in the session.')),
    until: Type.Optional(Duration('Nor from this time on.')),
  },
  own,
);

export type ImpairFile =
  | string
  | {
      readonly impair: string;
      readonly share?: number | string;
      readonly every?: number;
      readonly seed?: number;
      /** Its own arguments. */
      readonly [argument: string]: string | number | undefined;
    }
  | {
      readonly share?: number | string;
      readonly every?: number;
      readonly seed?: number;
      /** Its own arguments, under its name. */
      readonly [impairment: string]: string | number | undefined | Readonly<Record<string, string | number>>;
    };

/** Of a caller's voice: in the short notation, or a map with what it takes, whom it is for, and its own arguments. */
/** Whom an impairment is for. */
const spoils = {
  share: Type.Optional(Share),
  every: Type.Optional(Type.Integer({ minimum: 1, description: 'In each n-th call only.' })),
  seed: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Which calls it spoils, whatever the seed of the scenario.',
    }),
  ),
} as const;

/** Of a caller's voice: in the short notation, or a map with what it takes, whom it is for, and its own arguments. */
export const Impair = Type.Unsafe<ImpairFile>(
  Type.Union(
    [
      Type.String({ minLength: 1, expected: 'an impairment such as noise=white@10dB' }),
      Type.Object(
        {
          impair: Type.String({
            minLength: 1,
            expected: 'the name of an impairment',
            description: 'What is done.',
          }),
          ...spoils,
        },
        own,
      ),
      Type.Object(spoils, {
        additionalProperties: Type.Object({}, own),
        minProperties: 1,
        description: 'Its own arguments, under its name.',
      }),
    ],
    {
      expected:
        'an impairment such as noise=white@10dB, {impair: noise, snr: 10dB, share: 20%} or {noise: {snr: 10dB}}',
    },
  ),
);

export function Impairs(whom: string) {
  return Type.Array(Impair, {
    description: `What is done to the voice ${whom}, as a real line would do it.`,
    expected: 'a list of impairments such as [noise=white@10dB, clip=6dB]',
  });
}

/** Of the caller's side. */
export const CallerFault = Type.Object(
  {
    fault: Type.String({ minLength: 1, expected: 'the name of a fault', description: 'What goes wrong.' }),
    share: Type.Optional(Share),
    every: Type.Optional(Type.Integer({ minimum: 1, description: 'In each n-th call only.' })),
    nth: Type.Optional(
      Type.Integer({ minimum: 1, description: 'At the n-th such moment of the call. Default: the first.' }),
    ),
    step: Type.Optional(
      Type.Integer({ minimum: 1, description: 'At this step of the script only, the first being 1.' }),
    ),
    from: Type.Optional(Duration('Not before this time in the run.')),
    until: Type.Optional(Duration('Nor from this time on.')),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Which calls it strikes, whatever the seed of the scenario.' }),
    ),
  },
  { ...own, description: 'A fault by its name, whom it strikes, when, and its own arguments.' },
);
