/**
 * Many years as they may come: in each the measured calls are other calls, the mix another mix, growth some growth of those held
 * possible, and chance has its way with every month. Pure; seeded. What is switched off stays at its middle, so that what each part
 * contributes can be told.
 */

import { Random } from '../../core/word/random.ts';
import { FIRST_WHAT_IF, LEAST, MINUTES, MOST, type CallerSample } from './caller_sample.ts';
import { expectedMonths, middleOf, type Demand } from './demand.ts';
import { gamma, poisson, sharesAgain } from './demand_draws.ts';

export interface Uncertain {
  readonly calls: boolean;
  readonly mix: boolean;
  readonly demand: boolean;
  readonly growth: boolean;
  readonly chance: boolean;
}

export const EVERYTHING: Uncertain = { calls: true, mix: true, demand: true, growth: true, chance: true };
export const NOTHING: Uncertain = { calls: false, mix: false, demand: false, growth: false, chance: false };

export interface Mix {
  /** In the order of the samples; they add up to 1. */
  readonly shares: readonly number[];
  /** Conversations of each, where the shares were measured. Null: they were given. */
  readonly counts: readonly number[] | null;
}

/** Year after year, month after month. */
export interface Years {
  readonly count: number;
  readonly months: number;
  readonly calls: Float64Array;
  readonly minutes: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** For each what-if, a year’s sum over the same year without it, at the least and at the most. */
  readonly differences: readonly { readonly least: Float64Array; readonly most: Float64Array }[];
  /** In the last month: calls of a day, and the length of one call. */
  readonly lastDay: Float64Array;
  readonly callMinutes: Float64Array;
}

/** So few calls of a kind are drawn one by one: their sum is not yet normal. */
const ONE_BY_ONE = 40;

export function simulateYears(
  samples: readonly CallerSample[],
  demand: Demand,
  mix: Mix,
  whatIfs: number,
  count: number,
  uncertain: Uncertain = EVERYTHING,
): Years {
  const random = new Random('forecast', 'years');
  const expected = expectedMonths(demand);
  const months = expected.length;
  const array = (): Float64Array => new Float64Array(count * months);
  const years = { calls: array(), minutes: array(), least: array(), most: array() };
  const differences = Array.from({ length: whatIfs }, () => ({
    least: new Float64Array(count),
    most: new Float64Array(count),
  }));
  const lastDay = new Float64Array(count);
  const callMinutes = new Float64Array(count);
  const within = ({ low, high }: Demand['growthPerMonth'], open: boolean): number => {
    const drawn = random.next();
    return open ? low + (high - low) * drawn : (low + high) / 2;
  };
  for (let year = 0; year < count; year++) {
    const perDay = within(demand.callsPerDay, uncertain.demand);
    const growth = within(demand.growthPerMonth, uncertain.growth);
    const shares = mix.counts !== null && uncertain.mix ? sharesAgain(random, mix.counts) : mix.shares;
    const means = samples.map(({ resampled }) => {
      const columns = resampled.means.length;
      return uncertain.calls
        ? resampled.draws.subarray(year * columns, (year + 1) * columns)
        : resampled.means;
    });
    for (const [at, { weight, squared }] of expected.entries()) {
      const daily = perDay * (1 + growth) ** at;
      const place = year * months + at;
      const due = daily * weight;
      const level = uncertain.chance ? strayed(random, due, demand.spread * daily, squared) : due;
      for (const [kind, sample] of samples.entries()) {
        const mean = means[kind] as Float64Array;
        const calls = chanceCalls(random, level * (shares[kind] ?? 0), uncertain.chance);
        const stray = uncertain.chance ? strayOf(random, sample, calls) : NO_STRAY;
        years.calls[place] = (years.calls[place] as number) + calls;
        years.minutes[place] = (years.minutes[place] as number) + calls * (mean[MINUTES] as number);
        years.least[place] =
          (years.least[place] as number) + Math.max(0, calls * (mean[LEAST] as number) + stray.least);
        years.most[place] =
          (years.most[place] as number) + Math.max(0, calls * (mean[MOST] as number) + stray.most);
        for (const [one, { least, most }] of differences.entries()) {
          const column = FIRST_WHAT_IF + 2 * one;
          least[year] =
            (least[year] as number) + calls * ((mean[column] as number) - (mean[LEAST] as number));
          most[year] =
            (most[year] as number) + calls * ((mean[column + 1] as number) - (mean[MOST] as number));
        }
      }
    }
    lastDay[year] = perDay * (1 + growth) ** (months - 1);
    callMinutes[year] = means.reduce(
      (sum, mean, kind) => sum + (shares[kind] ?? 0) * (mean[MINUTES] as number),
      0,
    );
  }
  return { count, months, ...years, differences, lastDay, callMinutes };
}

const NO_STRAY = { least: 0, most: 0 };

/** The days’ own straying, over what chance does: as one gamma draw of the month’s. */
function strayed(random: Random, due: number, dailySpread: number, squared: number): number {
  if (!(dailySpread > 0) || !(due > 0)) return due;
  const variance = dailySpread * dailySpread * squared;
  const shape = (due * due) / variance;
  return (gamma(random, shape) * due) / shape;
}

function chanceCalls(random: Random, due: number, byChance: boolean): number {
  return byChance ? poisson(random, due) : due;
}

/** What so many calls cost together over their mean. */
function strayOf(
  random: Random,
  { scatter, calls, resampled }: CallerSample,
  count: number,
): typeof NO_STRAY {
  if (count === 0) return NO_STRAY;
  if (count > ONE_BY_ONE) {
    const z = random.normal() * Math.sqrt(count);
    return { least: scatter.least * z, most: scatter.most * z };
  }
  let [least, most] = [0, 0];
  for (let i = 0; i < count; i++) {
    const { usd } = random.pick(calls);
    least += usd.least - (resampled.means[LEAST] as number);
    most += usd.most - (resampled.means[MOST] as number);
  }
  return { least, most };
}

/** What is expected of a month on average, by caller: without any chance. */
export function expectedCallsPerMonth(demand: Demand): number {
  const expected = expectedMonths(demand);
  const [perDay, growth] = [middleOf(demand.callsPerDay), middleOf(demand.growthPerMonth)];
  const total = expected.reduce((sum, { weight }, at) => sum + perDay * (1 + growth) ** at * weight, 0);
  return total / Math.max(1, expected.length);
}
