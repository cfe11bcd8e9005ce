/** How many calls, and when: open (arrivals) or closed (a concurrency). */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { Duration, Rate, Tagged, strict } from '../../config/notation.ts';

const For = Duration('How long this phase lasts.', 'load');

const ConstantPhase = Type.Object(
  { type: Type.Literal('constant'), rate: Rate('Calls a second.'), for: For },
  strict,
);
const RampPhase = Type.Object(
  { type: Type.Literal('ramp'), from: Rate('At the start.'), to: Rate('At the end.'), for: For },
  strict,
);
const PoissonPhase = Type.Object(
  {
    type: Type.Literal('poisson'),
    rate: Rate('Calls a second, on average.'),
    to: Type.Optional(Rate('At the end, where the rate changes.')),
    for: For,
  },
  strict,
);
const SpikePhase = Type.Object(
  {
    type: Type.Literal('spike'),
    base: Rate('Before and after the peak.'),
    peak: Rate('During the peak.'),
    before: Type.Optional(Duration('Base rate before the peak. Default: 0.', 'load')),
    for: Duration('How long the peak lasts.', 'load'),
    after: Type.Optional(Duration('Base rate after the peak. Default: 0.', 'load')),
  },
  strict,
);

export type PhaseFile =
  | Static<typeof ConstantPhase>
  | Static<typeof RampPhase>
  | Static<typeof PoissonPhase>
  | Static<typeof SpikePhase>;

const Calls = Type.Integer({
  minimum: 1,
  maximum: 10_000_000,
  description: 'At most this many calls in all.',
});

export const LoadSchema = Type.Object(
  {
    arrivals: Type.Optional(
      Type.Array(Tagged<PhaseFile>([ConstantPhase, RampPhase, PoissonPhase, SpikePhase]), {
        minItems: 1,
        description:
          'Open load: calls come when they come, however long others take. Phases follow one another.',
        expected: 'at least one phase',
      }),
    ),
    max_concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: 'Open load: a call due while this many go on is blocked, and counted.',
      }),
    ),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: 'Closed load: keep this many calls going; replace each that ends.',
      }),
    ),
    ramp: Type.Optional(
      Duration('Closed load: time in which the concurrency is reached. Default: 0.', 'load'),
    ),
    hold: Type.Optional(Duration('Closed load: time after the ramp in which calls are replaced.', 'load')),
    calls: Type.Optional(Calls),
  },
  strict,
);
