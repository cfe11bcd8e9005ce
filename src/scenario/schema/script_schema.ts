/** What a caller says and does, step by step: one-key maps, or bare words for steps without a value. */

import { Type } from '../../config/type.ts';
import type { Static } from 'typebox';
import { CallerFault, Impairs } from '../../config/fault_notation.ts';
import { ExpectStep, type ExpectFile } from './expect_schema.ts';
import { hear, use, type HearFile } from './hear_schema.ts';
import { murmurKinds } from '../../core/log/record.ts';
import { Duration, Recorded, Word, strict } from '../../config/notation.ts';
import { dtmf, type DtmfFile } from './dtmf_schema.ts';

/** What can be spoken, but for a bare id. */
const spoken = {
  text: Type.String({
    minLength: 1,
    description: 'Words of your own; `callstorm fixtures speak` records them before the run.',
    expected: 'the words to say',
  }),
  utterance: Recorded('utterance', 'Id of a recorded utterance.'),
  number: Word(['order_number', 'phone'], {
    description: "A number of the persona's, spoken digit by digit.",
  }),
  digits: Type.String({
    pattern: '^[0-9][0-9 -]*$',
    description: 'A number spoken digit by digit. Quote it.',
    expected: 'digits in quotes, such as "407 112"',
  }),
};

type SpokenFile =
  | { number: 'order_number' | 'phone' }
  | { digits: string }
  | { utterance: string }
  | { text: string };

const SpeechMap = Type.Unsafe<SpokenFile | { pause: number | string }>({
  type: 'object',
  properties: { ...spoken, pause: Duration('A gap inside what is said.') },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  expected: 'one of {utterance: …}, {text: …}, {number: order_number}, {digits: "407"} or {pause: 500ms}',
});

const SpeechPart = Type.Union([Recorded('utterance', 'Id of a recorded utterance.'), SpeechMap], {
  expected:
    'the id of a recorded utterance, {text: …}, {number: order_number}, {digits: "407"} or {pause: 500ms}',
});

const SpeechList = Type.Array(SpeechPart, { minItems: 1, expected: 'at least one thing to say' });

const Speech = Type.Union([Recorded('utterance', 'Id of a recorded utterance.'), SpeechList, SpeechMap], {
  description: 'An utterance or a spoken number, or a list of them with pauses.',
  expected:
    'the id of a recorded utterance, {text: …}, {number: order_number}, {digits: "407"} or a list of things to say',
});

const ImpairStep = Impairs('in this step');

/** One map, not a union of two: so a mistake in it is told by its key. That it says one thing, meaning_callers checks. */
const SayMap = Type.Unsafe<
  ({ speech: Static<typeof Speech> } | { any_of: Static<typeof Speech>[] } | SpokenFile) & {
    pause?: number | string;
    impair?: Static<typeof ImpairStep>;
  }
>({
  type: 'object',
  properties: {
    speech: Speech,
    ...spoken,
    any_of: {
      type: 'array',
      minItems: 2,
      items: Speech,
      description: 'Ways to say it, another one each time that the caller comes here.',
      expected: 'at least two things to say',
    },
    pause: Duration('How long to wait before speaking.'),
    impair: ImpairStep,
  },
  minProperties: 1,
  additionalProperties: false,
  expected: '{speech: …, pause: 500ms}, {text: …}, {number: order_number} or {digits: "407"}',
});

/** The keys of a say of which it has one. */
export const saidKeys: readonly string[] = ['speech', ...Object.keys(spoken), 'any_of'];

const Say = Type.Union([Recorded('utterance', 'Id of a recorded utterance.'), SpeechList, SayMap], {
  expected:
    'the id of a recorded utterance, {text: …}, {number: order_number}, {digits: "407"}, a list of things to say, or {speech: …, pause: 500ms}',
});

const OnTimeout = Type.Optional(
  Word(['fail', 'continue'], {
    description: 'What an unanswered deadline means for the call. Default: fail.',
  }),
);
const Deadline = Type.Optional(
  Duration("End of speech to first heard answer. Default: the persona's patience.", 'wait'),
);

const Listen = Type.Union(
  [
    Duration('Deadline: end of speech to first heard answer.', 'wait'),
    Type.Object({ deadline: Deadline, on_timeout: OnTimeout }, strict),
  ],
  { expected: 'a deadline such as 8s, or {deadline: 8s, on_timeout: continue}' },
);

const Over = Type.Object(
  {
    after: Type.Optional(Duration('How much of the answer is heard first. Default: 800ms.')),
    say: Speech,
    impair: Type.Optional(ImpairStep),
    deadline: Deadline,
    on_timeout: OnTimeout,
  },
  strict,
);

const MurmurAs = Type.Optional(
  Word([...murmurKinds], {
    description:
      'What it is: a word of assent, a cough or the like, words to somebody else. Default: by what is said.',
  }),
);

const Murmur = Type.Object({ ...Over.properties, as: MurmurAs }, strict);

const SilentMurmur = Type.Object(
  {
    after: Type.Optional(Duration('How far into the silence. Default: 800ms.')),
    say: Speech,
    as: MurmurAs,
  },
  strict,
);

const Silence = Type.Union(
  [
    Duration('Say nothing for this long, whatever the agent does.', 'wait'),
    Type.Object(
      {
        for: Duration('How long to say nothing.', 'wait'),
        or: Type.Optional(
          Word(['hangup'], {
            description: 'hangup: the agent may end the call meanwhile, and that is a good end.',
          }),
        ),
        murmur: Type.Optional(SilentMurmur),
      },
      strict,
    ),
  ],
  { expected: 'a duration such as 4s, or {for: 30s, or: hangup}' },
);

const stepProperties = {
  say: Say,
  listen: Listen,
  hear,
  use,
  interrupt: Over,
  backchannel: Murmur,
  silence: Silence,
  dtmf,
  hung_up: Duration('Wait for the agent to end the call, for so long from the last words on.', 'wait'),
  expect: ExpectStep,
  hangup: Type.Literal(true, { description: 'End the call now.', expected: 'true, or the bare word hangup' }),
};

/** What may stand beside what a step does. */
const besideProperties = {
  impair: ImpairStep,
  faults: Type.Array(CallerFault, { description: 'What goes wrong on purpose in this step.' }),
};

export const stepKeys: readonly string[] = Object.keys(stepProperties);
export const besideKeys: readonly string[] = Object.keys(besideProperties);

interface Beside {
  impair?: Static<typeof ImpairStep>;
  faults?: Static<typeof besideProperties.faults>;
}

export type SpeechFile = Static<typeof Speech>;
export type StepFile =
  | 'listen'
  | 'hangup'
  | 'hung_up'
  | ({ say: Static<typeof Say> } & Beside)
  | ({ listen: Static<typeof Listen> } & Beside)
  | { hear: HearFile<StepFile> }
  | { use: string }
  | ({ interrupt: Static<typeof Over> } & Beside)
  | ({ backchannel: Static<typeof Murmur> } & Beside)
  | ({ silence: Static<typeof Silence> } & Beside)
  | ({ dtmf: DtmfFile } & Beside)
  | ({ hung_up: number | string } & Beside)
  | { expect: ExpectFile }
  | ({ hangup: true } & Beside);

/** That it is one, `caller_meaning` checks: more keys may stand beside. */
export const oneStep = `one step, with one key: ${stepKeys.join(', ')}`;

/** Stands once, at the root: branches hold steps as a script does. */
export const stepDefinition = {
  step: {
    anyOf: [
      Type.Unsafe({
        type: 'string',
        enum: ['listen', 'hangup', 'hung_up'],
        expected: 'listen, hangup, hung_up, or a step with a value such as {say: hello}',
      }),
      {
        type: 'object',
        properties: { ...stepProperties, ...besideProperties },
        minProperties: 1,
        maxProperties: 1 + besideKeys.length,
        additionalProperties: false,
        expected: oneStep,
      },
    ],
    expected: 'a step such as {say: hello}, listen, or hangup',
  },
};

export const Step = Type.Unsafe<StepFile>({ $ref: '#/definitions/step' });
