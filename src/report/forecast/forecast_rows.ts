/** A forecast’s tables as words, for views that are made of tables: each with a title, heads and rows. Nothing is escaped. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Forecast } from '../../forecast/projection/forecast.ts';
import { count, percent } from '../figure.ts';
import {
  between,
  lossFigure,
  lossName,
  minutesText,
  money,
  moneyByPart,
  pair,
  quantileText,
  uncertaintyText,
  whatIfDifference,
  whatIfInterval,
  whatIfMonth,
  whatIfNotes,
} from './forecast_text.ts';

export interface ForecastTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words. */
  readonly words: readonly number[];
}

export function forecastTables(forecast: Forecast): readonly ForecastTable[] {
  return [
    months(forecast),
    uncertainty(forecast),
    callers(forecast),
    parts(forecast),
    losses(forecast),
    whatIfs(forecast),
  ].filter(({ rows }) => rows.length > 0);
}

function months({ months: all, total }: Forecast): ForecastTable {
  return {
    title: 'Months',
    head: ['month', 'calls', 'USD, the middle', '50%', '80%', '90%', 'minutes of talk'],
    rows: [...all, total].map(({ month, calls, usd, minutes }) => [
      month,
      count(Math.round(calls.median)),
      between(usd.least, usd.most),
      pair(usd.p50),
      pair(usd.p80),
      pair(usd.p90),
      count(Math.round(minutes.median)),
    ]),
    words: [0],
  };
}

function uncertainty({ uncertainty: all }: Forecast): ForecastTable {
  return {
    title: 'What the interval of the total comes of, each alone',
    head: ['from', '90%, about the middle'],
    rows: all.map((part) => [part.text, uncertaintyText(part)]),
    words: [0],
  };
}

function callers({ callers: each, ofAll, perCallUsd }: Forecast): ForecastTable {
  const all: readonly Forecast['callers'][number][] = [
    ...each,
    {
      ...ofAll,
      name: 'all of them',
      calls: each.reduce((sum, { calls }) => sum + calls, 0),
      conversations: each.reduce((sum, { conversations }) => sum + conversations, 0),
      share: 1,
      untoldCalls: each.reduce((sum, { untoldCalls }) => sum + untoldCalls, 0),
      meanUsd: perCallUsd,
      few: false,
    },
  ];
  return {
    title: 'Callers',
    head: [
      'caller',
      'share',
      'calls',
      'USD a call',
      '90%',
      'p50',
      'p95',
      'p99',
      'length',
      'its p95',
      'its p99',
    ],
    rows: (each.length > 1 ? all : each).map(({ name, share, calls, meanUsd, usd, meanMinutes, minutes }) => [
      visible(name),
      percent(share),
      count(calls),
      between(meanUsd.least, meanUsd.most),
      pair(meanUsd.p90),
      quantileText(usd.p50, money),
      quantileText(usd.p95, money),
      quantileText(usd.p99, money),
      minutesText(meanMinutes),
      quantileText(minutes.p95, minutesText),
      quantileText(minutes.p99, minutesText),
    ]),
    words: [0],
  };
}

function parts(forecast: Forecast): ForecastTable {
  const all = moneyByPart(forecast);
  const total = all.reduce((sum, { usd }) => sum + usd, 0);
  return {
    title: 'Where the money goes, a month on average',
    head: ['billed', 'USD', 'share'],
    rows: all.map(({ part, usd }) => [part, money(usd), percent(usd / total)]),
    words: [0],
  };
}

function losses({ losses: all }: Forecast): ForecastTable {
  return {
    title: 'What went wrong, and what it costs a month on average',
    head: ['', 'USD (90%)', 'calls with it', 'how it was reckoned'],
    rows: all.map((loss) => [lossName(loss), lossFigure(loss), count(loss.calls), visible(loss.how)]),
    words: [0, 3],
  };
}

function whatIfs({ whatIfs: all }: Forecast): ForecastTable {
  return {
    title: 'What if',
    head: ['what if', 'USD a month', 'difference', '90% of it', 'what to know'],
    rows: all.map((one) => [
      visible(one.text),
      whatIfMonth(one),
      whatIfDifference(one),
      whatIfInterval(one),
      whatIfNotes(one).join('; '),
    ]),
    words: [0, 4],
  };
}
