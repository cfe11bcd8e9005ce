/**
 * What came of a matrix, as plain data: `matrix.json`. Cells are runs of the same calls, each with the factors at other levels;
 * effects say what a factor's level did to a metric, beside its first level, over pairs of one call in two cells.
 */

import type { MetricFacts, MetricName } from '../../core/log/metric.ts';
import type { Interval } from '../statistics.ts';

export const MATRIX_VERSION = 1;

export interface Matrix {
  readonly type: 'matrix';
  readonly version: typeof MATRIX_VERSION;
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  /** What to type to do it again. */
  readonly command: string;
  /** `virtual`: rehearsed, against the simulated agent. */
  readonly engine: 'node' | 'virtual';
  readonly target: string;
  readonly callsPerCell: number;
  readonly factors: readonly MatrixFactor[];
  /** In the order in which they were made. */
  readonly cells: readonly MatrixCell[];
  readonly effects: readonly Effect[];
  /** Metrics that were asked for and of which no call told anything. */
  readonly withoutData: readonly string[];
  readonly resamples: number;
  readonly interrupted: boolean;
  readonly notes: readonly string[];
}

export interface MatrixFactor {
  readonly name: string;
  /** As they were written. The first is what the others are compared with. */
  readonly levels: readonly string[];
}

export interface MatrixCell {
  /** In the order of the design; a cell that is made again has the same. */
  readonly cell: number;
  readonly repeat: number;
  /** By the factor's name. */
  readonly levels: Readonly<Record<string, string>>;
  /** Of its log and its report, under the matrix's own. */
  readonly folder: string;
  /** `left_out`: it was made, and its figures are not to be trusted: none of its calls is in any pair. */
  readonly state: 'measured' | 'left_out' | 'not_made';
  readonly why: readonly string[];
  /** Null: not made. */
  readonly calls: { readonly planned: number; readonly completed: number; readonly failed: number } | null;
  readonly figures: Readonly<Record<string, number | null>>;
}

export type MatrixStat = 'p50' | 'p95' | 'mean' | 'rate';

export interface Effect {
  readonly metric: MetricName;
  readonly stat: MatrixStat;
  readonly unit: MetricFacts['unit'];
  readonly factor: string;
  readonly from: string;
  readonly to: string;
  /** The statistic at both levels, and the difference: each the mean over the levels of all other factors. Null: not finite, or no data. */
  readonly before: number | null;
  readonly after: number | null;
  readonly effect: number | null;
  /** The difference knows no bound: more calls than the statistic bears went without an answer. */
  readonly beyond: 'above' | 'below' | null;
  /** 95%, paired bootstrap by call. Null: too few pairs, or no data; at an end: not bounded. */
  readonly interval: Interval | null;
  /** How likely such a difference is where there is none. Null: too few pairs, or no data. */
  readonly p: number | null;
  /** After Holm's correction for all effects that were looked at, at 5%. */
  readonly survives: boolean;
  /** Calls that told of the metric at both levels. */
  readonly pairs: number;
  /** Calls that did so at one of them only. */
  readonly unpaired: number;
  /** Of the levels of the other factors, put together: how many have two cells that tell of a difference, of how many. */
  readonly combinations: number;
  readonly ofCombinations: number;
}

/** `response_latency p95`, `error_rate`. */
export function effectName({ metric, stat }: Pick<Effect, 'metric' | 'stat'>): string {
  return stat === 'rate' ? metric : `${metric} ${stat}`;
}
