/** A forecast’s months as comma-separated values, unrounded: a line a month, and none for the total, which a sheet adds up itself. Pure. */

import type { Forecast, MonthForecast } from '../../forecast/projection/forecast.ts';
import { csvLine, type Column } from '../csv/csv.ts';

const COLUMNS: readonly Column<MonthForecast>[] = [
  { name: 'month', of: ({ month }) => month },
  { name: 'calls', of: ({ calls }) => whole(calls.median) },
  { name: 'calls_p5', of: ({ calls }) => whole(calls.p90[0]) },
  { name: 'calls_p95', of: ({ calls }) => whole(calls.p90[1]) },
  { name: 'minutes', of: ({ minutes }) => whole(minutes.median) },
  { name: 'usd_least', of: ({ usd }) => cents(usd.least) },
  { name: 'usd_most', of: ({ usd }) => cents(usd.most) },
  { name: 'usd_p5', of: ({ usd }) => cents(usd.p90[0]) },
  { name: 'usd_p10', of: ({ usd }) => cents(usd.p80[0]) },
  { name: 'usd_p25', of: ({ usd }) => cents(usd.p50[0]) },
  { name: 'usd_p75', of: ({ usd }) => cents(usd.p50[1]) },
  { name: 'usd_p90', of: ({ usd }) => cents(usd.p80[1]) },
  { name: 'usd_p95', of: ({ usd }) => cents(usd.p90[1]) },
];

export function forecastCsv({ months }: Forecast): string {
  return [
    csvLine(COLUMNS.map(({ name }) => name)),
    ...months.map((month) => csvLine(COLUMNS.map(({ of }) => of(month)))),
  ].join('');
}

function whole(value: number): number {
  return Math.round(value);
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
