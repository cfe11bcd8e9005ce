/** How a scenario writes down a toxic: a way in which the network of its callers is bad on purpose. */

import { Type } from './type.ts';
import { Share } from './fault_notation.ts';
import { Duration, Word } from './notation.ts';

export const CallerToxic = Type.Object(
  {
    toxic: Type.String({
      minLength: 1,
      expected: 'the name of a toxic',
      description:
        'What is bad: latency, bandwidth, slicer, limit_data, slow_close, timeout, reset_peer or down.',
    }),
    stream: Type.Optional(
      Word(['upstream', 'downstream'] as const, {
        expected: 'upstream or downstream',
        description: 'What is sent to the agent, or what comes from it. Default: downstream.',
      }),
    ),
    toxicity: Type.Optional(Share),
    every: Type.Optional(Type.Integer({ minimum: 1, description: 'In each n-th call only.' })),
    from: Type.Optional(Duration('On from this time in the run.')),
    until: Type.Optional(Duration('Off from this time on.')),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Of all it draws, whatever the seed of the scenario.' }),
    ),
  },
  {
    additionalProperties: Type.Union([Type.String(), Type.Number()]),
    description: 'A toxic by its name, in whose calls, when, and its own attributes.',
  },
);
