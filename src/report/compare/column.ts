/**
 * One metric of the calls of one side, laid out once for all resamples: a percentile of the values of all their turns, or a sum over
 * a sum (a rate, a mean). What a resample weighs is calls. Pure.
 */

import type { MetricName } from '../../core/log/metric.ts';
import { minus } from '../matrix/contrast.ts';
import { nearestRank } from '../statistics.ts';
import type { ComparedMetric } from './compared_metric.ts';
import { percentOf } from './compared_metric.ts';
import type { ComparedCall } from './compared_run.ts';
import type { Range } from './frame.ts';

export interface Column {
  /** Values, or cases of a rate. */
  readonly cases: number;
  /** Calls with any. */
  readonly calls: number;
  /** NaN: no data in this resample. */
  of(weights: Int32Array): number;
}

export function columnOf(calls: readonly ComparedCall[], range: Range, metric: ComparedMetric): Column {
  const percent = percentOf(metric.stat);
  return percent === null
    ? new RatioColumn(ratioOf(calls, range, metric), range)
    : new PercentileColumn(valuesOf(calls, range, metric), range, percent);
}

/** Of each call how much, and of how many. */
export interface Ratio {
  readonly amounts: Float64Array;
  readonly ofs: Float64Array;
}

export function ratioOf(
  calls: readonly ComparedCall[],
  { from, to }: Range,
  { metric, stat }: ComparedMetric,
): Ratio {
  const amounts = new Float64Array(calls.length);
  const ofs = new Float64Array(calls.length);
  for (let k = from; k < to; k++) {
    const call = calls[k] as ComparedCall;
    if (stat === 'rate') {
      const { count = 0, of = 0 } = call.rates.get(metric) ?? {};
      amounts[k] = count;
      ofs[k] = of;
      continue;
    }
    const values = call.values.get(metric) ?? [];
    let total = 0;
    for (const value of values) total += value;
    amounts[k] = total;
    ofs[k] = values.length;
  }
  return { amounts, ofs };
}

class RatioColumn implements Column {
  readonly cases: number;
  readonly calls: number;
  private readonly ratio: Ratio;
  private readonly range: Range;

  constructor(ratio: Ratio, range: Range) {
    this.ratio = ratio;
    this.range = range;
    this.cases = ratio.ofs.reduce((sum, of) => sum + of, 0);
    this.calls = ratio.ofs.filter((of) => of > 0).length;
  }

  of(weights: Int32Array): number {
    const { amounts, ofs } = this.ratio;
    let [amount, of] = [0, 0];
    for (let k = this.range.from; k < this.range.to; k++) {
      const weight = weights[k] as number;
      amount += weight * (amounts[k] as number);
      of += weight * (ofs[k] as number);
    }
    return of === 0 ? NaN : amount / of;
  }
}

/** Every value with the place of its call, ascending. */
export interface Values {
  readonly sorted: Float64Array;
  readonly owners: Int32Array;
}

export function valuesOf(
  calls: readonly ComparedCall[],
  { from, to }: Range,
  { metric }: ComparedMetric,
): Values {
  const all = sortedOnce(calls, metric);
  if (from === 0 && to === calls.length) return all;
  const own = all.owners.map((owner) => (owner >= from && owner < to ? 1 : 0));
  return {
    sorted: all.sorted.filter((_, at) => own[at] === 1),
    owners: all.owners.filter((owner) => owner >= from && owner < to),
  };
}

/** Several rows are of one metric of the same calls, and sorting is most of the work. */
const sortedBefore = new WeakMap<readonly ComparedCall[], Map<MetricName, Values>>();

function sortedOnce(calls: readonly ComparedCall[], metric: MetricName): Values {
  let known = sortedBefore.get(calls);
  if (known === undefined) sortedBefore.set(calls, (known = new Map()));
  const before = known.get(metric);
  if (before !== undefined) return before;
  const values: number[] = [];
  const of: number[] = [];
  for (const [k, call] of calls.entries()) {
    for (const value of call.values.get(metric) ?? []) {
      values.push(value);
      of.push(k);
    }
  }
  const order = Int32Array.from(values.keys()).sort((x, y) =>
    minus(values[x] as number, values[y] as number),
  );
  const made = {
    sorted: Float64Array.from(order, (at) => values[at] as number),
    owners: Int32Array.from(order, (at) => of[at] as number),
  };
  known.set(metric, made);
  return made;
}

/** A resample’s percentile is near the whole’s: what lies far below it is counted by the call, and not passed through. */
const WINDOW = 8;

class PercentileColumn implements Column {
  readonly cases: number;
  readonly calls: number;
  private readonly values: Values;
  private readonly range: Range;
  private readonly percent: number;
  private readonly counts: Int32Array;
  /** Where the window begins, and how many values of each call lie below it. */
  private readonly begin: number;
  private readonly below: Int32Array;

  constructor(values: Values, range: Range, percent: number) {
    this.values = values;
    this.range = range;
    this.percent = percent;
    const { owners } = values;
    this.cases = owners.length;
    this.counts = new Int32Array(range.to);
    for (const owner of owners) this.counts[owner] = (this.counts[owner] as number) + 1;
    this.calls = this.counts.filter((count) => count > 0).length;
    const share = percent / 100;
    const perCall = this.cases / Math.max(1, this.calls);
    const spread = Math.sqrt(this.cases * perCall * share * (1 - share));
    this.begin = Math.max(0, Math.floor(nearestRank(percent, this.cases) - WINDOW * spread));
    this.below = new Int32Array(range.to);
    for (let at = 0; at < this.begin; at++) {
      const owner = owners[at] as number;
      this.below[owner] = (this.below[owner] as number) + 1;
    }
  }

  of(weights: Int32Array): number {
    const { sorted, owners } = this.values;
    const total = weighed(this.counts, weights, this.range);
    if (total === 0) return NaN;
    const under = this.begin === 0 ? 0 : weighed(this.below, weights, this.range);
    const rank = nearestRank(this.percent, total);
    let at = under < rank ? this.begin : 0;
    let left = under < rank ? rank - under : rank;
    for (; at < sorted.length; at++) {
      left -= weights[owners[at] as number] as number;
      if (left <= 0) return sorted[at] as number;
    }
    return NaN;
  }
}

function weighed(counts: Int32Array, weights: Int32Array, { from, to }: Range): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += Math.imul(weights[k] as number, counts[k] as number);
  return sum;
}
