/** A kind of caller: how often, who, and what it does. */

import { Type } from '../../config/type.ts';
import { CallerFault, Impairs } from '../../config/fault_notation.ts';
import { CallerToxic } from '../../config/toxic_notation.ts';
import { Expect, Goal } from './expect_schema.ts';
import { Duration, DurationRange, Recorded, Text, Weight, strict } from '../../config/notation.ts';
import { Blocks } from './hear_schema.ts';
import { ReconnectSchema } from './reconnect_schema.ts';
import { Step } from './script_schema.ts';

const DigitList = Type.Array(
  Type.String({ pattern: '^[0-9][0-9 -]*$', expected: 'digits in quotes, such as "407112"' }),
  {
    minItems: 1,
    description: 'Drawn from, by the seed, in place of made-up numbers.',
    expected: 'at least one number in quotes',
  },
);

const PersonaSettings = Type.Object(
  {
    voices: Type.Optional(
      Type.Array(Recorded('voice', 'A voice of the fixtures.'), {
        minItems: 1,
        uniqueItems: true,
        expected: 'at least one voice',
        description:
          'Voices this caller may have, used evenly. Default: every voice that can speak the script.',
      }),
    ),
    patience: Type.Optional(
      Type.Union(
        [
          Duration('The same for all.', 'wait'),
          DurationRange('Each persona has its own.', '[8s, 12s]', 'wait'),
        ],
        {
          description: 'How long to wait for an answer where the script does not say. Default: [8s, 12s].',
          expected: 'a duration such as 10s, or a range such as [8s, 12s]',
        },
      ),
    ),
    pause: Type.Optional(
      Type.Union([Duration('The same each time.'), DurationRange('Drawn each time.', '[300ms, 900ms]')], {
        description:
          "Time between the end of an answer and the caller's next words. Default: [300ms, 900ms].",
        expected: 'a duration such as 500ms, or a range such as [300ms, 900ms]',
      }),
    ),
    digit_gap: Type.Optional(Duration('Gap between spoken digits. Default: 100ms.')),
    order_numbers: Type.Optional(DigitList),
    phones: Type.Optional(DigitList),
  },
  strict,
);

export const CallerSchema = Type.Object(
  {
    name: Text('Names this kind of caller in reports.'),
    weight: Type.Optional(Weight('Share of the calls, relative to the other callers. Default: 1.')),
    persona: Type.Optional(PersonaSettings),
    faults: Type.Optional(
      Type.Array(CallerFault, { description: 'What goes wrong on purpose in calls of this caller.' }),
    ),
    impair: Type.Optional(Impairs('of this caller')),
    reconnect: Type.Optional(ReconnectSchema),
    network: Type.Optional(
      Type.Array(CallerToxic, { description: 'How the network of this caller is bad on purpose.' }),
    ),
    expect: Type.Optional(Expect('of each call of this caller')),
    goal: Type.Optional(Goal),
    blocks: Type.Optional(Blocks),
    script: Type.Array(Step, {
      minItems: 1,
      description: 'What the caller does, step by step. At its end the caller hangs up.',
      expected: 'at least one step',
    }),
  },
  strict,
);
