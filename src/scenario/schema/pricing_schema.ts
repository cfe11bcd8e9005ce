/** What a run is billed by: in a scenario, and in a file of prices of one's own, whose rows have the same keys. */

import { Type } from '../../config/type.ts';
import { Money, Text, strict } from '../../config/notation.ts';

const Prices = Type.Object(
  {
    text_in: Money('Per million tokens.'),
    text_cached: Money('Per million tokens.'),
    text_out: Money('Per million tokens.'),
    audio_in: Money('Per million tokens.'),
    audio_cached: Money('Per million tokens.'),
    audio_out: Money('Per million tokens.'),
  },
  strict,
);

const PriceDate = Type.Unsafe<string>({
  type: 'string',
  pattern: '^\\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?$',
  description: 'When the price held: year-month, or year-month-day.',
  expected: 'a date such as 2026-11 or 2026-11-27',
});

/** Of every row; what a row does not say of these its file says for all. */
const dated = {
  date: Type.Optional(PriceDate),
  source: Type.Optional(Text('Where the price is from: a page, a contract.')),
  notes: Type.Optional(Text('What a reader has to know beside it.')),
};

const perMinute = { usd_per_minute: Money('Of a minute.') };

const billedBy = {
  billed_by: Type.Optional(
    Type.Union([Type.Literal('minute'), Type.Literal('second')], {
      description: 'What the length of each call is rounded up to. Default: minute.',
      expected: 'minute or second',
    }),
  ),
};

const machines = {
  usd_per_session_hour: Type.Optional(Money('Of one session for an hour; none, nothing.')),
  usd_per_machine_hour: Type.Optional(Money('Of a machine for an hour, used or idle.')),
  sessions_per_machine: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'So many sessions does one machine hold.',
      expected: 'how many sessions one machine holds',
    }),
  ),
};

const Telephony = Type.Object({ ...perMinute, ...billedBy }, strict);
const Infrastructure = Type.Object(machines, strict);

const TokensPerSecond = Type.Object(
  {
    caller: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, expected: 'tokens of a second of speech' }),
    agent: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, expected: 'tokens of a second of speech' }),
  },
  strict,
);

const TokenRow = Type.Object(
  {
    ...dated,
    text_in: Money('Per million tokens.'),
    text_cached: Type.Optional(Money('Per million tokens. Default: text_in, as nothing is taken off.')),
    text_out: Money('Per million tokens.'),
    audio_in: Money('Per million tokens.'),
    audio_cached: Type.Optional(Money('Per million tokens. Default: audio_in, as nothing is taken off.')),
    audio_out: Money('Per million tokens.'),
    image_in: Type.Optional(Money('Per million tokens. Default: images are billed as text.')),
    image_cached: Type.Optional(Money('Per million tokens.')),
    tokens_per_second: Type.Optional(TokensPerSecond),
  },
  strict,
);

const TranscriptionRow = Type.Object(
  {
    ...dated,
    ...perMinute,
    text_in: Type.Optional(Money('Per million tokens, where it is billed by tokens.')),
    text_out: Type.Optional(Money('Per million tokens, where it is billed by tokens.')),
  },
  strict,
);

export const PriceFileSchema = Type.Object(
  {
    date: Type.Optional(PriceDate),
    source: Type.Optional(Text('Of every row that says none. Default: the name of the file.')),
    tokens: Type.Optional(Type.Record(Type.String(), TokenRow)),
    duration: Type.Optional(Type.Record(Type.String(), Type.Object({ ...dated, ...perMinute }, strict))),
    transcription: Type.Optional(Type.Record(Type.String(), TranscriptionRow)),
    telephony: Type.Optional(
      Type.Record(Type.String(), Type.Object({ ...dated, ...perMinute, ...billedBy }, strict)),
    ),
    infrastructure: Type.Optional(Type.Record(Type.String(), Type.Object({ ...dated, ...machines }, strict))),
  },
  { ...strict, description: 'Prices of one’s own.' },
);

export const PricingSchema = Type.Object(
  {
    model: Type.Optional(Text("Row of the price table, or none. Default: the target's model.")),
    prices: Type.Optional(Prices),
    file: Type.Optional(
      Text('A file of prices of your own, beside this one: its rows go before the table (docs/prices.md).'),
    ),
    transcription_model: Type.Optional(
      Text('Row of the price table for transcription. Default: the session’s model, where it has one.'),
    ),
    telephony: Type.Optional(
      Type.Union(
        [
          Text('Row of the price table.'),
          Type.Array(Text('Row of the price table.'), { minItems: 1 }),
          Telephony,
        ],
        {
          description:
            'What each call’s line costs: a row of the table such as twilio-inbound-local, a list of them, or a price of your own.',
          expected:
            'a row such as twilio-inbound-local, a list of them, or { usd_per_minute: …, billed_by: minute }',
        },
      ),
    ),
    infrastructure: Type.Optional(
      Type.Union([Text('Row of your own file.'), Infrastructure], {
        description: 'What the machines cost that the agent runs on.',
        expected:
          'a row of your own file, { usd_per_session_hour: … }, or { usd_per_machine_hour: …, sessions_per_machine: … }',
      }),
    ),
    calls_per_month: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000_000_000,
        description: 'Project the cost to this many calls.',
      }),
    ),
  },
  strict,
);
