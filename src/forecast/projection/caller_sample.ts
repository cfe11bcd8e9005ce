/** Each kind of caller’s measured calls made ready to be drawn from: conversations, means drawn again, and the scatter of one call. Pure. */

import { byCaller, type MeasuredCall } from './measured_call.ts';
import { resample, type Borrowed, type Resampled, type Unit } from './resampling.ts';
import { ENOUGH_OF_A_CALLER } from './carried.ts';

/** Columns of a unit; after them two for each what-if: at its least and at its most. */
export const LEAST = 0;
export const MOST = 1;
export const MINUTES = 2;
export const FIRST_WHAT_IF = 3;

export interface CallerSample {
  readonly name: string;
  readonly calls: readonly MeasuredCall[];
  readonly units: readonly Unit[];
  readonly resampled: Resampled;
  /** Of one call’s cost about its mean, at the least and at the most. */
  readonly scatter: { readonly least: number; readonly most: number };
  readonly few: boolean;
}

export function callerSamples(
  calls: readonly MeasuredCall[],
  whatIfs: number,
  draws: number,
): readonly CallerSample[] {
  const borrowed = spreadOf(calls);
  return [...byCaller(calls)].map(([name, own]) => {
    const units = unitsFrom(own, whatIfs);
    const few = units.length < ENOUGH_OF_A_CALLER;
    const scatter = (of: (call: MeasuredCall) => number): number => {
      const spread = deviation(own.map(of));
      return few ? Math.max(spread, borrowed.relative * mean(own.map(of))) : spread;
    };
    return {
      name,
      calls: own,
      units,
      resampled: resample(units, draws, borrowed, name),
      scatter: { least: scatter(({ usd }) => usd.least), most: scatter(({ usd }) => usd.most) },
      few,
    };
  });
}

function unitsFrom(calls: readonly MeasuredCall[], whatIfs: number): readonly Unit[] {
  const units = new Map<string, { sums: Float64Array; calls: number }>();
  const minutes = mean(calls.flatMap((call) => call.minutes ?? []));
  for (const call of calls) {
    let unit = units.get(call.unit);
    if (unit === undefined) {
      unit = { sums: new Float64Array(FIRST_WHAT_IF + 2 * whatIfs), calls: 0 };
      units.set(call.unit, unit);
    }
    unit.calls++;
    const add = (column: number, value: number): void => {
      unit.sums[column] = (unit.sums[column] as number) + value;
    };
    add(LEAST, call.usd.least);
    add(MOST, call.usd.most);
    // Of a call whose end nobody saw the length is that of the others.
    add(MINUTES, call.minutes ?? minutes);
    for (let at = 0; at < whatIfs; at++) {
      const otherwise = call.otherwise[at] ?? call.usd;
      add(FIRST_WHAT_IF + 2 * at, otherwise.least);
      add(FIRST_WHAT_IF + 2 * at + 1, otherwise.most);
    }
  }
  return [...units.values()];
}

/** Of a call within its kind, over its kind’s mean. */
function spreadOf(calls: readonly MeasuredCall[]): Borrowed {
  let squares = 0;
  let degrees = 0;
  for (const own of byCaller(calls).values()) {
    const values = own.map(({ usd }) => usd.most);
    const middle = mean(values);
    if (values.length < 2 || middle <= 0) continue;
    squares += (deviation(values) / middle) ** 2 * (values.length - 1);
    degrees += values.length - 1;
  }
  // Nobody called twice: a call may well cost half or twice as much.
  return degrees === 0 ? { relative: 1, degrees: 1 } : { relative: Math.sqrt(squares / degrees), degrees };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
