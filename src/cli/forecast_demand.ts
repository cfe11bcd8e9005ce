/** The demand of a forecast: what was given, else what arrivals teach, else what the scenario says; and where each came from, in words. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import { arrivalShape, type ArrivalShape } from '../forecast/projection/arrival_shape.ts';
import { readArrivals } from '../forecast/projection/arrivals_file.ts';
import { monthAfter } from '../forecast/projection/calendar.ts';
import { EVEN_WEEK, type Demand, type Span } from '../forecast/projection/demand.ts';
import { count, percent, plural } from '../report/figure.ts';
import type { Io } from './io.ts';

export interface DemandOptions {
  readonly callsPerDay?: Span;
  readonly growth?: Span;
  readonly months: number;
  readonly start?: string;
  readonly week?: readonly number[];
  readonly day?: readonly number[];
  readonly arrivals?: string;
  readonly timezone?: string;
  readonly demandSpread?: number;
}

export interface KnownOfRuns {
  readonly startedAtMs: number;
  /** What the scenarios say of a month. */
  readonly callsPerMonth: number | null;
}

const DAYS_A_MONTH = 365.25 / 12;

/** Throws ConfigError. */
export async function demandOf(
  io: Io,
  options: DemandOptions,
  runs: KnownOfRuns,
): Promise<{ readonly demand: Demand; readonly from: readonly string[] }> {
  const shape = options.arrivals === undefined ? null : await learned(io, options.arrivals, options.timezone);
  if (options.timezone !== undefined && shape === null) {
    throw new ConfigError('expected arrivals beside a time zone: it says which clock theirs are read on', {
      code: 'option_invalid',
      path: '--timezone',
      hint: 'give --arrivals file.csv, or leave --timezone out',
    });
  }
  const from: string[] = [];
  const calls = callsOf(options, shape, runs, from);
  const week = options.week ?? shape?.week ?? EVEN_WEEK;
  if (options.week === undefined && shape === null) {
    from.push('every weekday alike: nobody said otherwise (--week, --arrivals)');
  }
  const spread = options.demandSpread ?? shape?.spread ?? 0;
  if (shape !== null) from.push(...shapeText(shape, options));
  else if (options.demandSpread === undefined) {
    from.push('days that stray no more than chance makes them: real ones do (--demand-spread 10%)');
  }
  return {
    demand: {
      callsPerDay: calls,
      growthPerMonth: options.growth ?? { low: 0, high: 0 },
      start: options.start ?? monthAfter(runs.startedAtMs),
      months: options.months,
      spread,
      week,
      hours: hoursOf(week, options, shape),
    },
    from,
  };
}

function callsOf(
  { callsPerDay, arrivals = '' }: DemandOptions,
  shape: ArrivalShape | null,
  { callsPerMonth }: KnownOfRuns,
  from: string[],
): Span {
  if (callsPerDay !== undefined) return callsPerDay;
  if (shape !== null) {
    from.push(`${count(round(shape.callsPerDay))} calls a day: the mean of ${arrivals}`);
    return { low: shape.callsPerDay, high: shape.callsPerDay };
  }
  if (callsPerMonth !== null) {
    const perDay = callsPerMonth / DAYS_A_MONTH;
    from.push(`${count(round(perDay))} calls a day: the scenario’s pricing.calls_per_month`);
    return { low: perDay, high: perDay };
  }
  throw new ConfigError('how many call in a day is not known', {
    code: 'demand_unknown',
    path: '--calls-per-day',
    hint: 'give --calls-per-day 20000, or --arrivals file.csv, or pricing.calls_per_month in the scenario',
  });
}

/** A day’s shape goes through every weekday alike. */
function hoursOf(
  week: readonly number[],
  { day, week: given }: DemandOptions,
  shape: ArrivalShape | null,
): readonly number[] | null {
  if (day !== undefined) return week.flatMap((factor) => day.map((hour) => factor * hour));
  if (shape === null) return null;
  if (given === undefined) return shape.hours;
  return shape.hours.map((hour, at) => {
    const weekday = Math.floor(at / 24);
    return (hour / Math.max(1e-9, shape.week[weekday] ?? 1)) * (given[weekday] ?? 1);
  });
}

function shapeText(
  shape: ArrivalShape,
  { arrivals = '', timezone, week, demandSpread }: DemandOptions,
): string[] {
  const { calls, days, spread, shrunk } = shape;
  return [
    `${week === undefined ? 'days and hours' : 'hours'} as in ${arrivals}: ${plural(calls, 'call')} of ${plural(days, 'day')}, on the clock of ${timezone ?? 'UTC'}${timezone === undefined ? ' (assumed: --timezone says which)' : ''}; hours drawn ${percent(shrunk)} of the way to what their weekday and hour of the day say`,
    ...(demandSpread !== undefined
      ? []
      : [
          spread > 0
            ? `days that stray by ${percent(spread)} over chance, as there`
            : 'days that stray no more than chance makes them, as there',
        ]),
  ];
}

async function learned(io: Io, file: string, zone: string | undefined): Promise<ArrivalShape> {
  const path = resolve(io.cwd, file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`expected a CSV of arrivals, found none: ${unreadReasonOf(error)}`, {
      code: 'arrivals_unreadable',
      file: path,
      hint: 'a column of instants, or one of hours and one of calls (hour,calls)',
    });
  }
  return arrivalShape(readArrivals(text, path, offsetOf(zone ?? 'UTC')));
}

/** Asked of the hour’s beginning: offsets change at whole hours, or nearly so. */
function offsetOf(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (epochMs) => {
    const hour = Math.floor(epochMs / 3_600_000);
    const before = known.get(hour);
    if (before !== undefined) return before;
    const name = format.formatToParts(hour * 3_600_000).find(({ type }) => type === 'timeZoneName')?.value;
    const found = /GMT([+-])(\d\d):?(\d\d)?/.exec(name ?? '');
    const minutes =
      found === null ? 0 : (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3] ?? 0));
    known.set(hour, minutes);
    return minutes;
  };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(1));
}
