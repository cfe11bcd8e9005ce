/** A forecast in words and figures, the same in every view. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Quantile } from '../../forecast/projection/carried.ts';
import type {
  Band,
  Forecast,
  Loss,
  Pair,
  UncertaintyPart,
  WhatIfForecast,
} from '../../forecast/projection/forecast.ts';
import { count, ms, percent, plural, usd } from '../figure.ts';

/** Money of this size: whole dollars from a hundred on, three digits from ten thousand, four from a hundred thousand. */
export function money(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 10_000) return `${sign}$${count(Number(size.toPrecision(Math.max(3, digitsOf(size) - 2))))}`;
  if (size >= 100) return `${sign}$${count(Math.round(size))}`;
  return `${sign}${usd(size)}`;
}

function digitsOf(size: number): number {
  return Math.floor(Math.log10(size)) + 1;
}

export function signedMoney(value: number): string {
  return value > 0 ? `+${money(value)}` : money(value);
}

/** `$1,200`, or `$1,200 to $1,300` where nobody told all. */
export function between(least: number, most: number, told = money): string {
  const [low, high] = [told(least), told(most)];
  return low === high ? low : `${low} to ${high}`;
}

export function pair([low, high]: Pair, told = money): string {
  return `${told(low)} to ${told(high)}`;
}

export function middle({ least, most }: Band): number {
  return (least + most) / 2;
}

export function minutesText(minutes: number): string {
  return ms(minutes * 60_000);
}

export function quantileText(quantile: Quantile, told: (value: number) => string): string {
  return quantile.kind === 'known' ? told(quantile.value) : `takes ${count(quantile.needed)} calls`;
}

/** `2027-01 to 2027-12`. */
export function spanText({ months }: Forecast): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

/** The answer in a sentence. */
export function headline(forecast: Forecast): string {
  const { total, months } = forecast;
  return `${between(total.usd.least, total.usd.most)} for ${spanText(forecast)}: with 90% probability ${pair(total.usd.p90)}, ${money(middle(total.usd) / Math.max(1, months.length))} a month on average`;
}

/** In how many of a hundred years what was set aside does. Null: nothing was. */
export function budgetText({ budget }: Forecast): string | null {
  if (budget === null) return null;
  const [least, most] = budget.holds.map((share) => percent(share));
  return `${money(budget.usd)} do with a probability of ${least === most ? least : `${least} to ${most}`}`;
}

export function demandText({ demand }: Forecast): string {
  const { callsPerDay, growthPerMonth: growth, week, spread } = demand;
  const share = (value: number): string => `${value < 0 ? '−' : ''}${percent(Math.abs(value))}`;
  const perDay =
    callsPerDay.low === callsPerDay.high
      ? count(round(callsPerDay.low))
      : `${count(round(callsPerDay.low))} to ${count(round(callsPerDay.high))}`;
  const grows =
    growth.low === growth.high
      ? growth.low === 0
        ? 'no growth'
        : `growth of ${share(growth.low)} a month`
      : `growth of ${share(growth.low)} to ${share(growth.high)} a month`;
  const even = week.every((each) => Math.abs(each - 1) < 1e-9);
  return [
    `${perDay} calls a day in ${demand.start}`,
    grows,
    ...(even ? [] : [`week (Monday first) ${week.map((each) => Number(each.toFixed(2))).join(', ')}`]),
    ...(spread > 0 ? [`days that stray by ${percent(spread)} over chance`] : []),
    `mix ${demand.mix === 'given' ? 'as given' : 'as in the runs'}`,
  ].join('; ');
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(1));
}

export function runTexts({ runs }: Forecast): readonly string[] {
  return runs.map(
    ({ given, scenario, engine, calls, prices, startedAt }) =>
      `${visible(given)}: ${visible(scenario)}, ${engine === 'virtual' ? 'rehearsed' : 'run'} ${startedAt.slice(0, 10)}, ${plural(calls, 'call')} at the prices of ${visible(prices)}`,
  );
}

export function uncertaintyText({ usd: [low, high] }: UncertaintyPart): string {
  return `${signedMoney(low)} to ${signedMoney(high)}`;
}

const LOSSES: Readonly<Record<Loss['what'], string>> = {
  faults: 'faults on purpose',
  interruptions: 'callers interrupting',
  agent_interruptions: 'the agent interrupting',
  silences: 'silent callers',
  retries: 'reconnects, told again',
  failed: 'calls that failed',
  unheard: 'paid for, never heard',
};

export function lossName({ what }: Loss): string {
  return LOSSES[what];
}

export function lossFigure({ usdPerMonth, p90 }: Loss): string {
  if (usdPerMonth === null) return 'not known';
  return p90 === null ? money(usdPerMonth) : `${money(usdPerMonth)} (${pair(p90)})`;
}

export function whatIfMonth({ usdPerMonth }: WhatIfForecast): string {
  return usdPerMonth === null ? '–' : between(usdPerMonth.least, usdPerMonth.most);
}

export function whatIfDifference({ difference }: WhatIfForecast): string {
  if (difference === null) return 'refused';
  const { usd: by, share } = difference;
  const shares = share.map((each) => `${each > 0 ? '+' : each < 0 ? '−' : '±'}${percent(Math.abs(each))}`);
  const told = shares[0] === shares[1] ? shares[0] : `${shares[0]} to ${shares[1]}`;
  return `${between(by.least, by.most, signedMoney)} (${told})`;
}

export function whatIfInterval({ difference }: WhatIfForecast): string {
  return difference === null ? '' : pair(difference.p90, signedMoney);
}

/** What it takes for granted, or why it is refused, and the way to measure it. */
export function whatIfNotes({ assumes, refused, measureBy }: WhatIfForecast): readonly string[] {
  return [
    ...(refused === null ? [] : [`not reckoned: ${visible(refused)}`]),
    ...assumes.map((text) => `assumes ${visible(text)}`),
    ...(measureBy === null ? [] : [`to measure it: ${visible(measureBy)}`]),
  ];
}

export function busiestText({ busiest, demand, runs }: Forecast): string {
  const { callsPerHour, meanMinutes, atOnce, p90, p99AtOnce, shapeKnown } = busiest;
  const tidy = (value: number): string => count(value >= 10 ? Math.round(value) : Number(value.toFixed(1)));
  return (
    (shapeKnown ? '' : 'at least (when in the day people call is not known: --day, --arrivals) ') +
    `${tidy(callsPerHour)} calls in the busiest hour of month ${demand.months}, of ${minutesText(meanMinutes)} each: ` +
    `${tidy(atOnce)} at once (${tidy(p90[0])} to ${tidy(p90[1])}), and ${count(p99AtOnce)} in one look of a hundred. ` +
    `How many lines that takes: callstorm staffing --calls-per-hour ${Math.max(1, Math.round(callsPerHour))} --from ${runs.map(({ given }) => visible(given)).join(' ')} --blocking 1%`
  );
}

export function moreCallsText({ callsForFivePercent: needed, callers }: Forecast): string | null {
  if (needed === null) return null;
  const now = callers.reduce((sum, { conversations }) => sum + conversations, 0);
  return `With ${count(needed)} calls in place of ${count(now)} what the measured calls leave open would be ±5%.`;
}

/** A month on average, by what was used; the largest first. */
export function moneyByPart({
  money: flows,
}: Forecast): readonly { readonly part: string; readonly usd: number }[] {
  const parts = new Map<string, number>();
  for (const { part, usdPerMonth } of flows) parts.set(part, (parts.get(part) ?? 0) + usdPerMonth);
  return [...parts].map(([part, value]) => ({ part, usd: value })).sort((a, b) => b.usd - a.usd);
}
