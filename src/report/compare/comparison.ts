/** The shape of a comparison: what a program reads of it, and what every view shows. Times in ms, money in USD, rates from 0 to 1. */

import type { MetricFacts, MetricName } from '../../core/log/metric.ts';
import type { Interval } from '../statistics.ts';
import type { ComparedStat, Direction } from './compared_metric.ts';
import type { RunIdentity } from './compared_run.ts';

export const COMPARISON_VERSION = 1;

export interface Comparison {
  readonly type: 'comparison';
  readonly version: typeof COMPARISON_VERSION;
  readonly before: RunIdentity;
  readonly after: readonly ComparedWith[];
  /** How many rows were tested, of all runs together: what Holm’s correction is for. */
  readonly tests: number;
  /** Of 100 comparisons in which nothing differs, at most so many say that anything does. */
  readonly familyError: number;
  readonly resamples: number;
  readonly deals: number;
  readonly seed: number;
}

/** One run beside the one that it is compared with. */
export interface ComparedWith {
  readonly run: RunIdentity;
  readonly pairing:
    | { readonly kind: 'paired'; readonly pairs: number; readonly leftOver: readonly [number, number] }
    | { readonly kind: 'independent'; readonly calls: readonly [number, number] };
  readonly warnings: readonly string[];
  readonly rows: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly metric: MetricName;
  readonly stat: ComparedStat;
  readonly unit: MetricFacts['unit'];
  /** Null: of all callers. */
  readonly caller: string | null;
  readonly better: Direction;
  readonly before: SideFigure;
  readonly after: SideFigure;
  /** After less before. Null: no data, or without a bound (`beyond`). */
  readonly difference: number | null;
  /** So much was never answered on one side that the statistic itself never came. */
  readonly beyond: 'above' | 'below' | null;
  readonly interval: Interval | null;
  /** The interval does. */
  readonly leavesOutZero: boolean;
  /** The difference as a share of what it was before; null where that says nothing. */
  readonly relative: number | null;
  /** Null: not tested. */
  readonly p: number | null;
  readonly verdict: RowVerdict;
  /** Why it was not tested. */
  readonly why: string | null;
  /** How many calls of each run it would take to tell a difference of this size from chance. Null: it was told, or there is none. */
  readonly callsToTell: number | null;
  readonly tolerance: string | null;
  /** It is worse, really, and by more than is let pass. */
  readonly regression: boolean;
}

/**
 * `worse`, `better` and `changed` (of what is neither) are real: they stand after the correction, and the interval leaves out zero.
 * `not_told`: there may be a difference, and these calls do not tell it from chance.
 */
export type RowVerdict = 'worse' | 'better' | 'changed' | 'not_told' | 'same' | 'untested';

export interface SideFigure {
  /** Null: no data, or never (there are cases). */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Values or cases, and the calls that they are of. */
  readonly cases: number;
  readonly calls: number;
}

export function regressionsOf({ after }: Pick<Comparison, 'after'>): readonly ComparedRow[] {
  return after.flatMap(({ rows }) => rows.filter(({ regression }) => regression));
}
