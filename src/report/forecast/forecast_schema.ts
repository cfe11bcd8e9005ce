/**
 * The schema of a forecast’s JSON (`callstorm forecast … --format json`). Within a version fields are added, never taken away or given
 * another meaning.
 */

import { FORECAST_VERSION } from '../../forecast/projection/forecast.ts';
import {
  amount,
  count,
  flag,
  list,
  map,
  number,
  object,
  orNull,
  share,
  text,
  told,
  words,
} from '../schema/shape.ts';

const pair = told({ type: 'array', items: number, minItems: 2, maxItems: 2 }, 'Low and high.');
const span = object({ low: number, high: number }, 'A figure: both are the same.');
const band = object({
  least: told(number, 'The median, with what nobody told at its cheapest.'),
  most: told(number, 'The same at its dearest.'),
  p50: pair,
  p80: pair,
  p90: pair,
});
const month = object({
  month: text,
  calls: object({ median: number, p90: pair }),
  minutes: object({ median: number, p90: pair }),
  usd: band,
});
const quantile = object(
  { kind: words('known', 'refused'), 'value?': amount, 'calls?': count, 'needed?': count },
  'Refused where there are fewer calls than it needs.',
);
const quantiles = object({ p50: quantile, p95: quantile, p99: quantile });

export const forecastSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A forecast by Callstorm: callstorm forecast <run…> --format json',
  ...object({
    version: { const: FORECAST_VERSION },
    runs: list(
      object({
        given: text,
        scenario: text,
        plan: text,
        engine: text,
        startedAt: text,
        model: text,
        prices: text,
        calls: count,
      }),
    ),
    demand: object({
      callsPerDay: span,
      growthPerMonth: span,
      start: text,
      months: count,
      spread: amount,
      week: list(amount),
      hours: orNull(list(amount)),
      mix: words('given', 'measured'),
      from: list(text),
    }),
    callers: list(
      object({
        name: text,
        calls: count,
        conversations: count,
        share,
        untoldCalls: count,
        meanUsd: object({ least: amount, most: amount, p90: pair }),
        usd: quantiles,
        meanMinutes: amount,
        minutes: quantiles,
        few: flag,
      }),
    ),
    months: list(month),
    total: month,
    budget: orNull(
      object({ usd: amount, holds: pair }, 'Set aside, and in which share of the years it does.'),
    ),
    uncertainty: list(
      object({
        source: words('measured_calls', 'mix', 'demand', 'growth', 'chance', 'untold'),
        text,
        usd: pair,
      }),
    ),
    perCallUsd: object({ least: amount, most: amount, p90: pair }),
    ofAll: object({ usd: quantiles, meanMinutes: amount, minutes: quantiles }, 'Of one call of anybody’s.'),
    callsForFivePercent: orNull(count),
    money: list(object({ caller: text, part: text, usdPerMonth: amount })),
    losses: list(
      object({
        what: words(
          'faults',
          'interruptions',
          'agent_interruptions',
          'silences',
          'retries',
          'failed',
          'unheard',
        ),
        usdPerMonth: orNull(number),
        p90: orNull(pair),
        calls: count,
        how: text,
      }),
    ),
    busiest: object({
      callsPerHour: amount,
      meanMinutes: amount,
      atOnce: amount,
      p90: pair,
      p99AtOnce: count,
      shapeKnown: flag,
    }),
    whatIfs: list(
      object({
        text,
        usdPerMonth: orNull(object({ least: amount, most: amount })),
        difference: orNull(object({ usd: map(number), p90: pair, share: pair })),
        assumes: list(text),
        refused: orNull(text),
        measureBy: orNull(text),
      }),
    ),
    notes: list(text),
  }),
};
