/**
 * What a family of metrics says of each of its own: which values or cases a turn, a call or its bill gives, what should
 * have come and did not, and where it stands in the tables. Unit, kind and label are core/log/metric's. One family is one
 * file beside this one; whatever measures, judges or shows loops over the registry and knows none of them by name. Pure.
 */

import type { RateName, ValueName } from '../../core/log/metric.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import { calledTool, latencies, type TurnLatencies } from '../../core/log/timing.ts';
import type { AccountedCall } from '../account.ts';
import type { CallBill } from '../bill.ts';
import type { EndedCall } from '../kept_calls.ts';

/** A turn with what most families ask of it, worked out once. */
export interface MeasuredTurn {
  readonly turn: TurnRecord;
  readonly times: TurnLatencies;
  /** The caller said something, be it into a silence or over the agent. */
  readonly speaks: boolean;
  readonly usedTool: boolean;
}

export interface RateCount {
  readonly count: number;
  readonly of: number;
}

/** Null or none: this one gives no value, or is no case. */
export type Values = number | null | readonly number[];
export type Cases = boolean | null | readonly boolean[] | RateCount;

interface Measure<Given> {
  readonly ofTurn?: (turn: MeasuredTurn) => Given;
  readonly ofCall?: (call: AccountedCall) => Given;
  /** Of calls whose session was ready, or that left turns behind. */
  readonly ofBill?: (bill: CallBill) => Given;
  /** Told also where there was none. */
  readonly always?: true;
}

export interface ValueMeasure extends Measure<Values> {
  /** Kept by each worker as a histogram. */
  readonly ofGenerator?: 'sendLateness' | 'loopLag' | 'startLateness';
  readonly owed?: Owed;
  /** It has a row in the tables of latencies, in the registry's order; a part belongs to the row above without an indent. */
  readonly row?: 'whole' | 'part';
}

/** Of metrics that wait for something: whether it never came. */
export interface Owed {
  /** Never asked of a turn that the harness cut off. */
  readonly ofTurn?: (turn: MeasuredTurn) => boolean;
  readonly ofCall?: (call: AccountedCall) => boolean;
  /** How many times, of a call's bill: of what nobody told, which is told of only where there was some. */
  readonly ofBill?: (bill: CallBill) => number;
  /** How it is told of a number of cases. */
  readonly text: string;
  /** Not told below the tables: another metric's text tells of the same cases, or it was not meant to come. */
  readonly untold?: (came: number) => boolean;
}

export interface RateMeasure extends Measure<Cases> {
  /** What it says of a call depends on its outcome and failure alone: of many that ended alike one is asked. */
  readonly byEnding?: true;
  /** The cases are not independent of each other: there is no interval. */
  readonly dependent?: true;
  /** It has a line in the reports, as its label has it, and from here on it is a bad sign. */
  readonly isBad?: (rate: number) => boolean;
}

/** The metrics of one family, by name. */
export type Family = { readonly [Name in ValueName]?: ValueMeasure } & {
  readonly [Name in RateName]?: RateMeasure;
};

export function measuredTurn(turn: TurnRecord): MeasuredTurn {
  return {
    turn,
    times: latencies(turn),
    speaks: turn.kind === 'say' || turn.kind === 'interrupt' || turn.kind === 'dtmf',
    usedTool: calledTool(turn),
  };
}

/** The record of a call that was made; null: blocked, never started, or lost without one. */
export function recordOf({ record }: AccountedCall): EndedCall | null {
  return record !== null && (record.outcome === 'completed' || record.outcome === 'failed') ? record : null;
}

/** From a call's one instant to another. */
export function between(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : Math.max(0, toMs - fromMs);
}
