/** How many talk at once in the busiest hour of the last month, by Little’s law. Pure. How many lines that takes is a queue’s question. */

import { drawnQuantile } from './carried.ts';
import type { Demand } from './demand.ts';
import { poissonQuantile } from './demand_draws.ts';
import type { BusiestHour } from './forecast.ts';
import type { Years } from './simulation.ts';

export function busiestHour({ count, lastDay, callMinutes }: Years, demand: Demand): BusiestHour {
  const peak = peakOf(demand);
  const perHour = Float64Array.from(lastDay, (calls) => (calls / 24) * peak);
  const atOnce = Float64Array.from(
    { length: count },
    (_, year) => ((perHour[year] as number) * (callMinutes[year] as number)) / 60,
  ).sort();
  const median = drawnQuantile(atOnce, 0.5);
  return {
    callsPerHour: drawnQuantile(perHour.sort(), 0.5),
    meanMinutes: drawnQuantile(callMinutes.slice().sort(), 0.5),
    atOnce: median,
    p90: [drawnQuantile(atOnce, 0.05), drawnQuantile(atOnce, 0.95)],
    p99AtOnce: poissonQuantile(median, 0.99),
    shapeKnown: demand.hours !== null,
  };
}

/** The busiest hour over the average one. Without hours, that of the busiest weekday if it were as busy all day: the least it can be. */
function peakOf({ hours, week }: Demand): number {
  return Math.max(...(hours ?? week));
}
