/** What a profile file may hold. Shapes only; whether its names go together is `meaning.ts`'s business. */

import type { Static, TSchema } from 'typebox';
import { Type } from '../../config/type.ts';
import { Duration, Text, Word, strict } from '../../config/notation.ts';
import { AgentFault } from '../../config/fault_notation.ts';
import { styleNames } from '../mind/style.ts';
import { fallbackReasons, troubleTypes } from '../mind/trouble.ts';

const Spoken = Type.String({ minLength: 1, expected: 'the id of a recorded utterance' });
const SpokenList = Type.Array(Spoken, { expected: 'a list of ids of recorded utterances' });
const OneOrMore = Type.Union(
  [Spoken, Type.Array(Spoken, { minItems: 1, expected: 'at least one id of a recorded utterance' })],
  {
    expected: 'the id of a recorded utterance, or a list of them',
  },
);
const Lines = Type.Array(Type.String({ minLength: 1 }), { expected: 'a list of sentences' });

const Stage = Type.Object(
  { median: Duration('Half of all delays are shorter.'), sigma: Type.Number({ minimum: 0, maximum: 3 }) },
  strict,
);

const Silence = Type.Object(
  {
    after: Type.Optional(Duration('Silence before the first prompt. Default: 10s.')),
    prompts: Type.Optional(
      Type.Array(Spoken, { maxItems: 2, expected: 'at most two ids of recorded utterances' }),
    ),
    end: Type.Optional(Spoken),
  },
  strict,
);

const Conversation = Type.Object(
  {
    style: Type.Optional(Word(styleNames)),
    words: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    backchannels: Type.Optional(Word(['ignore', 'yield'])),
    interruption: Type.Optional(Duration('How long a voice over the agent goes on to be an interruption.')),
    fillers: Type.Optional(SpokenList),
    silence: Type.Optional(Silence),
  },
  strict,
);

const Slot = Type.Object(
  {
    openers: Type.Optional(SpokenList),
    digits_at_least: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    ask: Spoken,
    noted: Spoken,
  },
  strict,
);

const Tool = Type.Object(
  {
    arguments: Type.Optional(Type.Record(Type.String(), Type.String({ minLength: 1 }))),
    slow: Type.Optional(Type.Boolean()),
    on_error: Spoken,
    timeout: Type.Optional(Duration('How long a result may take. Default: 8s.')),
  },
  strict,
);

const Intent = Type.Object(
  {
    heard: OneOrMore,
    after: Type.Optional(OneOrMore),
    needs: Type.Optional(Type.String({ minLength: 1, expected: 'the name of a slot' })),
    calls: Type.Optional(Type.String({ minLength: 1, expected: 'the name of a tool' })),
    say: Type.Optional(OneOrMore),
    repeat: Type.Optional(Type.Boolean()),
    handover: Type.Optional(Type.Boolean()),
  },
  strict,
);

const Fallback = Type.Object({ say: Spoken, heard: Type.Optional(OneOrMore) }, strict);

const each = <T extends TSchema>(names: readonly string[], schema: T) =>
  Object.fromEntries(names.map((name) => [name, schema]));

export const ProfileSchema = Type.Object(
  {
    name: Text('Names the profile.'),
    description: Type.Optional(Type.String()),
    voice: Text('A voice of the fixtures with the role agent.'),
    role: Type.Optional(Text('Completes "You are …".')),
    greeting: Spoken,
    capabilities: Type.Optional(Lines),
    constraints: Type.Optional(Lines),
    voice_style: Type.Optional(Type.String()),
    instructions: Type.Optional(Type.String()),
    conversation: Type.Optional(Conversation),
    ear: Type.Optional(
      Type.Object(
        { vad: Type.Optional(Word(['fvad', 'energy'])), recognition: Type.Optional(Type.Boolean()) },
        strict,
      ),
    ),
    answers: Type.Optional(
      Type.Array(Spoken, { minItems: 1, expected: 'a list of ids of recorded utterances, at least one' }),
    ),
    slots: Type.Optional(Type.Record(Type.String(), Slot)),
    tools: Type.Optional(Type.Record(Type.String(), Tool)),
    intents: Type.Optional(Type.Record(Type.String(), Intent)),
    errors: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>(Type.Object(each(troubleTypes, Spoken), strict)),
    ),
    fallbacks: Type.Optional(
      Type.Unsafe<Readonly<Record<string, Static<typeof Fallback>>>>(
        Type.Object(each(fallbackReasons, Fallback), strict),
      ),
    ),
    handover: Type.Optional(
      Type.Object(
        {
          say: Spoken,
          tool: Type.Optional(Type.String({ minLength: 1 })),
          after_errors: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
          after_fallbacks: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
        },
        strict,
      ),
    ),
    backchannels: Type.Optional(SpokenList),
    idle: Type.Optional(Spoken),
    latency: Type.Object(
      { vad: Type.Optional(Stage), llm: Stage, tts: Stage, transcription: Type.Optional(Stage) },
      strict,
    ),
    pace: Type.Optional(
      Type.Object(
        {
          chunk: Type.Optional(Duration('Audio in one delta.')),
          every: Type.Optional(Duration('From delta to delta.')),
        },
        strict,
      ),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          tokens_per_minute: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
          answers_at_once: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
          sessions: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
          contention: Type.Optional(
            Type.Object(
              {
                sigma: Type.Number({ minimum: 0, maximum: 10 }),
                kappa: Type.Number({ minimum: 0, maximum: 10 }),
              },
              strict,
            ),
          ),
          session: Type.Optional(Duration('Longest session. Default: 1h.')),
          context_tokens: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000_000 })),
        },
        strict,
      ),
    ),
    price: Type.Optional(Text('A model of the price table.')),
    misbehaviour: Type.Optional(Type.Array(AgentFault)),
  },
  strict,
);

export type ProfileFile = Static<typeof ProfileSchema>;
