/** What a forecast’s interval comes of: the same years with one thing uncertain at a time. Pure. */

import type { CallerSample } from './caller_sample.ts';
import { drawnQuantile } from './carried.ts';
import { isOpen, type Demand } from './demand.ts';
import type { Forecast, UncertaintyPart } from './forecast.ts';
import { NOTHING, simulateYears, type Mix, type Uncertain, type Years } from './simulation.ts';

export function uncertaintyOf(
  samples: readonly CallerSample[],
  demand: Demand,
  mix: Mix,
  years: Years,
): Forecast['uncertainty'] {
  const alone = (
    source: UncertaintyPart['source'],
    text: string,
    open: Partial<Uncertain>,
  ): UncertaintyPart => {
    const some = simulateYears(samples, demand, mix, 0, Math.ceil(years.count / 2), { ...NOTHING, ...open });
    const sums = sumsOf(some).sort();
    const middle = drawnQuantile(sums, 0.5);
    return {
      source,
      text,
      usd: [drawnQuantile(sums, 0.05) - middle, drawnQuantile(sums, 0.95) - middle],
    };
  };
  const calls = samples.reduce((sum, { units }) => sum + units.length, 0);
  const untold = total(years.most) - total(years.least);
  return [
    alone('measured_calls', `the mean of ${calls} measured calls (bootstrap)`, { calls: true }),
    ...(mix.counts === null || mix.counts.length < 2
      ? []
      : [alone('mix', 'the mix, as it was measured (multinomial)', { mix: true })]),
    ...(isOpen(demand.callsPerDay) ? [alone('demand', 'calls a day, as a range', { demand: true })] : []),
    ...(isOpen(demand.growthPerMonth) ? [alone('growth', 'growth, as a range', { growth: true })] : []),
    alone(
      'chance',
      demand.spread > 0
        ? `the months’ own scatter: days that stray by ${Number((demand.spread * 100).toPrecision(3))}%, and single calls`
        : 'the months’ own scatter: how many call (Poisson), and single calls',
      { chance: true },
    ),
    ...(untold > 0
      ? [
          {
            source: 'untold' as const,
            text: 'what nobody told of some calls: its least to its most',
            usd: [-untold / years.count / 2, untold / years.count / 2] as const,
          },
        ]
      : []),
  ];
}

function sumsOf({ least, most, count, months }: Years): Float64Array {
  return Float64Array.from({ length: count }, (_, year) => {
    let sum = 0;
    for (let at = year * months; at < (year + 1) * months; at++)
      sum += ((least[at] as number) + (most[at] as number)) / 2;
    return sum;
  });
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
