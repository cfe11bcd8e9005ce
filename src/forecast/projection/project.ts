/**
 * From measured calls to what a year will cost: the calls’ means drawn again, the demand as it was given, and months with intervals.
 * Pure, and the same for the same input. It refuses what the calls cannot carry.
 */

import { ConfigError } from '../../core/word/config_error.ts';
import { busiestHour } from './busiest.ts';
import { callerSamples, LEAST, MINUTES, MOST, type CallerSample } from './caller_sample.ts';
import { drawnQuantile, ENOUGH_CALLS, quantileOf, weightedQuantile, type Weighted } from './carried.ts';
import type { Demand } from './demand.ts';
import {
  FORECAST_VERSION,
  type Band,
  type CallerForecast,
  type Forecast,
  type ForecastRun,
  type MonthForecast,
  type Pair,
} from './forecast.ts';
import { lossesOf } from './losses.ts';
import { unitsOf, type MeasuredCall } from './measured_call.ts';
import { mixOf } from './mix.ts';
import { expectedMonths } from './demand.ts';
import { expectedCallsPerMonth, simulateYears, type Mix, type Years } from './simulation.ts';
import { uncertaintyOf } from './uncertainty.ts';
import { whatIfForecasts, type AskedWhatIf } from './asked_what_if.ts';

export interface ToProject {
  readonly runs: readonly ForecastRun[];
  readonly calls: readonly MeasuredCall[];
  readonly demand: Demand;
  /** Where the demand comes from, in words. */
  readonly demandFrom: readonly string[];
  /** Shares by caller. Null: as the calls were. */
  readonly mix: ReadonlyMap<string, number> | null;
  readonly whatIfs: readonly AskedWhatIf[];
  /** Set aside for all the months. Null: nobody said. */
  readonly budgetUsd: number | null;
  readonly notes: readonly string[];
  /** How many years are made up; more make the ends of intervals steadier. */
  readonly years?: number;
}

const YEARS = 2000;

/** Throws ConfigError where the calls cannot carry it. */
export function project(asked: ToProject): Forecast {
  const { calls, demand, whatIfs, years: count = YEARS } = asked;
  refuseFew(calls);
  const used = asked.mix === null ? calls : calls.filter(({ caller }) => (asked.mix?.get(caller) ?? 0) > 0);
  const mix = mixOf(calls, used, asked.mix);
  const samples = callerSamples(used, whatIfs.length, count);
  const years = simulateYears(samples, demand, mix, whatIfs.length, count);
  const total = monthOf(years, 'total', () => true);
  const parts = uncertaintyOf(samples, demand, mix, years);
  const perMonth = expectedCallsPerMonth(demand);
  const callsOf = (caller: string): number =>
    perMonth * (mix.shares[samples.findIndex(({ name }) => name === caller)] ?? 0);
  return {
    version: FORECAST_VERSION,
    runs: asked.runs,
    demand: { ...demand, mix: asked.mix === null ? 'measured' : 'given', from: asked.demandFrom },
    callers: samples.map((sample, at) => callerForecast(sample, mix.shares[at] ?? 0)),
    months: expectedMonths(demand).map(({ month }, at) => monthOf(years, month.name, (each) => each === at)),
    total,
    budget: asked.budgetUsd === null ? null : budgetOf(years, asked.budgetUsd),
    uncertainty: parts,
    perCallUsd: perCallOf(samples, mix),
    ofAll: ofAllCalls(samples, mix),
    callsForFivePercent: callsForFivePercent(total, parts, unitsOf(used)),
    money: samples.flatMap((sample) => flowsOf(sample, callsOf(sample.name))),
    losses: lossesOf(used, callsOf),
    busiest: busiestHour(years, demand),
    whatIfs: whatIfForecasts(whatIfs, years, total),
    notes: [...asked.notes, ...notesOf(used, samples)],
  };
}

function refuseFew(calls: readonly MeasuredCall[]): void {
  const units = unitsOf(calls);
  if (units >= ENOUGH_CALLS) return;
  throw new ConfigError(
    `expected at least ${ENOUGH_CALLS} calls that cost something, found ${units}: so few cannot carry a forecast`,
    {
      code: 'forecast_too_few',
      hint: 'make more: 200 are a good beginning (callstorm rehearse my.yaml --calls 200 --out reports/rehearsal costs nothing)',
    },
  );
}

/** Each year's sum over the months that are asked for, ascending. */
function sumsOf(years: Years, values: Float64Array, isIn: (at: number) => boolean): Float64Array {
  const sums = new Float64Array(years.count);
  for (let year = 0; year < years.count; year++)
    for (let at = 0; at < years.months; at++)
      if (isIn(at)) sums[year] = (sums[year] as number) + (values[year * years.months + at] as number);
  return sums.sort();
}

function budgetOf(years: Years, usd: number): NonNullable<Forecast['budget']> {
  const holds = (values: Float64Array): number =>
    sumsOf(years, values, () => true).filter((sum) => sum <= usd).length / years.count;
  return { usd, holds: [holds(years.most), holds(years.least)] };
}

function monthOf(years: Years, month: string, isIn: (at: number) => boolean): MonthForecast {
  const summed = (values: Float64Array): Float64Array => sumsOf(years, values, isIn);
  const figure = (values: Float64Array): { median: number; p90: Pair } => {
    const sorted = summed(values);
    return { median: drawnQuantile(sorted, 0.5), p90: within(sorted, sorted, 0.9) };
  };
  return {
    month,
    calls: figure(years.calls),
    minutes: figure(years.minutes),
    usd: bandOf(summed(years.least), summed(years.most)),
  };
}

function bandOf(least: Float64Array, most: Float64Array): Band {
  return {
    least: drawnQuantile(least, 0.5),
    most: drawnQuantile(most, 0.5),
    p50: within(least, most, 0.5),
    p80: within(least, most, 0.8),
    p90: within(least, most, 0.9),
  };
}

/** Both ascend. */
export function within(low: Float64Array, high: Float64Array, share: number): Pair {
  return [drawnQuantile(low, (1 - share) / 2), drawnQuantile(high, (1 + share) / 2)];
}

function perCallOf(samples: readonly CallerSample[], mix: Mix): Forecast['perCallUsd'] {
  const means = (column: number): Float64Array => {
    const drawn = new Float64Array(
      (samples[0]?.resampled.draws.length ?? 0) / (samples[0]?.resampled.means.length ?? 1),
    );
    for (const [at, { resampled }] of samples.entries()) {
      const columns = resampled.means.length;
      for (let draw = 0; draw < drawn.length; draw++)
        drawn[draw] =
          (drawn[draw] as number) +
          (mix.shares[at] ?? 0) * (resampled.draws[draw * columns + column] as number);
    }
    return drawn.sort();
  };
  const mean = (column: number): number =>
    samples.reduce(
      (sum, { resampled }, at) => sum + (mix.shares[at] ?? 0) * (resampled.means[column] as number),
      0,
    );
  return { least: mean(LEAST), most: mean(MOST), p90: within(means(LEAST), means(MOST), 0.9) };
}

/** Each call weighs what its kind’s share says, over how many calls of the kind there are. */
function ofAllCalls(samples: readonly CallerSample[], mix: Mix): Forecast['ofAll'] {
  const weighted = (of: (call: MeasuredCall) => number | null): Weighted[] =>
    samples.flatMap(({ calls }, at) =>
      calls.flatMap((call) => {
        const value = of(call);
        return value === null ? [] : [{ value, weight: (mix.shares[at] ?? 0) / calls.length }];
      }),
    );
  const quantiles = (values: readonly Weighted[]): CallerForecast['usd'] => ({
    p50: weightedQuantile(values, 0.5),
    p95: weightedQuantile(values, 0.95),
    p99: weightedQuantile(values, 0.99),
  });
  return {
    usd: quantiles(weighted(({ usd }) => usd.most)),
    meanMinutes: samples.reduce(
      (sum, { resampled }, at) => sum + (mix.shares[at] ?? 0) * (resampled.means[MINUTES] as number),
      0,
    ),
    minutes: quantiles(weighted(({ minutes }) => minutes)),
  };
}

function callerForecast(sample: CallerSample, share: number): CallerForecast {
  const { name, calls, units, resampled, few } = sample;
  const columns = resampled.means.length;
  const draws = (column: number): Float64Array =>
    Float64Array.from(
      { length: resampled.draws.length / columns },
      (_, draw) => resampled.draws[draw * columns + column] as number,
    ).sort();
  const usd = Float64Array.from(calls, (call) => call.usd.most).sort();
  const minutes = Float64Array.from(calls.flatMap((call) => call.minutes ?? [])).sort();
  const quantiles = (sorted: Float64Array): CallerForecast['usd'] => ({
    p50: quantileOf(sorted, 0.5),
    p95: quantileOf(sorted, 0.95),
    p99: quantileOf(sorted, 0.99),
  });
  return {
    name,
    calls: calls.length,
    conversations: units.length,
    share,
    untoldCalls: calls.filter(({ untold }) => untold).length,
    meanUsd: {
      least: resampled.means[LEAST] as number,
      most: resampled.means[MOST] as number,
      p90: within(draws(LEAST), draws(MOST), 0.9),
    },
    usd: quantiles(usd),
    meanMinutes: resampled.means[MINUTES] as number,
    minutes: quantiles(minutes),
    few,
  };
}

/** What measuring leaves open shrinks with the root of the calls. */
function callsForFivePercent(
  { usd }: MonthForecast,
  parts: Forecast['uncertainty'],
  units: number,
): number | null {
  const measured = parts.filter(({ source }) => source === 'measured_calls' || source === 'mix');
  const half = Math.hypot(...measured.map(({ usd: [low, high] }) => (high - low) / 2));
  const middle = (usd.least + usd.most) / 2;
  if (!(middle > 0) || half <= 0.05 * middle) return null;
  return Math.ceil((units * (half / (0.05 * middle)) ** 2) / 10) * 10;
}

function flowsOf({ name, calls }: CallerSample, perMonth: number): Forecast['money'] {
  const sums = new Map<string, number>();
  for (const { parts } of calls)
    for (const [part, usd] of Object.entries(parts)) sums.set(part, (sums.get(part) ?? 0) + usd);
  return [...sums]
    .filter(([, usd]) => usd > 0)
    .map(([part, usd]) => ({ caller: name, part, usdPerMonth: (usd / calls.length) * perMonth }));
}

function notesOf(calls: readonly MeasuredCall[], samples: readonly CallerSample[]): readonly string[] {
  const untold = calls.filter((call) => call.untold).length;
  const few = samples.filter((sample) => sample.few);
  const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return [
    ...(untold === 0
      ? []
      : [
          `Of ${plural(untold, 'call')} nobody told all that was used: each counts with the least and with the most that it can have cost, and the intervals hold both.`,
        ]),
    ...few.map(
      ({ name, units }) =>
        `Of ${name} there ${units.length === 1 ? 'is' : 'are'} only ${plural(units.length, 'call')}: how much they differ is taken from all callers’.`,
    ),
  ];
}
