/** What-ifs over the same simulated years as the forecast itself, so that each difference is of the same calls. Pure. */

import { drawnQuantile } from './carried.ts';
import type { MonthForecast, WhatIfForecast } from './forecast.ts';
import type { Years } from './simulation.ts';

export interface AskedWhatIf {
  readonly text: string;
  readonly assumes: readonly string[];
  /** Why it cannot be reckoned. Null: it was. */
  readonly refused: string | null;
  /** A command that would measure it. */
  readonly measureBy: string | null;
}

export function whatIfForecasts(
  asked: readonly AskedWhatIf[],
  years: Years,
  { usd: total }: MonthForecast,
): readonly WhatIfForecast[] {
  const { months } = years;
  return asked.map(({ text, assumes, refused, measureBy }, at): WhatIfForecast => {
    const drawn = years.differences[at];
    if (refused !== null || drawn === undefined) {
      return { text, usdPerMonth: null, difference: null, assumes, refused, measureBy };
    }
    const [one, other] = [drawn.least, drawn.most].map((values) => values.map((usd) => usd / months).sort());
    const median = [one, other].map((values) => drawnQuantile(values as Float64Array, 0.5));
    const [least, most] = [Math.min(...median), Math.max(...median)];
    const low = Math.min(...[one, other].map((values) => drawnQuantile(values as Float64Array, 0.05)));
    const high = Math.max(...[one, other].map((values) => drawnQuantile(values as Float64Array, 0.95)));
    const now = (total.least + total.most) / 2 / months;
    return {
      text,
      usdPerMonth: {
        least: Math.max(0, total.least / months + (median[0] as number)),
        most: Math.max(0, total.most / months + (median[1] as number)),
      },
      difference: {
        usd: { least, most },
        p90: [low, high],
        share: now > 0 ? [least / now, most / now] : [0, 0],
      },
      assumes,
      refused: null,
      measureBy,
    };
  });
}
