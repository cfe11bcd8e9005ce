/** What summary.json tells of money. */

import { amount, count, flag, list, map, number, object, orNull, share, text, told, words } from './shape.ts';

const usd = orNull(amount);

export const cost = object({
  totalUsd: told(usd, 'Null: what was used is not known, or has no price.'),
  leastUsd: usd,
  reported: object({
    responses: count,
    unreported: count,
    unreportedTranscriptions: count,
    cutOff: count,
    impossible: count,
    unsplitTokens: amount,
    unknownCalls: count,
    lostCalls: count,
  }),
  perCallUsd: usd,
  perMinuteUsd: usd,
  perTurnUsd: usd,
  parts: list(object({ part: text, amount, of: words('tokens', 's'), usd })),
  wasted: object({ audioS: amount, usd }),
  cacheHitRate: orNull(share),
  projected: object({ per1000CallsUsd: usd, callsPerMonth: usd, perMonthUsd: usd }),
  prices: orNull(
    object({
      model: text,
      date: orNull(text),
      source: text,
      usdPerMillion: orNull(map(amount)),
      usdPerMinute: usd,
      transcription: orNull(
        object({
          model: text,
          usdPerMinute: amount,
          usdPerMillion: orNull(object({ in: amount, out: amount })),
        }),
      ),
      'telephony?': list(
        object(
          {
            name: text,
            date: orNull(text),
            source: text,
            usdPerMinute: amount,
            billedBy: words('minute', 'second'),
          },
          'What each call’s line costs; a call is rounded up to whole minutes or seconds.',
        ),
      ),
      'infrastructure?': object(
        {
          name: text,
          date: orNull(text),
          source: text,
          usdPerSessionHour: amount,
          machine: told(
            orNull(object({ usdPerHour: amount, sessions: amount })),
            'Null: paid by the session. Else the share of a machine that is full.',
          ),
        },
        'What the machines cost that the agent runs on.',
      ),
    }),
  ),
  budgetUsd: usd,
});

const compared = object({
  estimated: amount,
  measured: orNull(amount),
  differs: told(orNull(number), 'By what share of the estimate the run differed: 0.05 is 5% more.'),
});

export const estimate = object(
  {
    by: words('rehearsal', 'scripts'),
    sampledCalls: count,
    calls: compared,
    durationMs: compared,
    costUsd: orNull(compared),
    costBetweenUsd: told(orNull(list(amount)), 'Nine such runs in ten cost between these two.'),
    within: told(orNull(flag), 'Whether this one did. Null: nobody can say, or the run ended early.'),
  },
  'What was expected of the run before it began, beside what it came to.',
);
