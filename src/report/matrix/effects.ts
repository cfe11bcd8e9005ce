/**
 * Which factor moved which metric, and by how much: each level of each factor beside its first, averaged over the levels of all
 * other factors. Pure.
 */

import { factsOf } from '../../core/log/metric.ts';
import { tidy } from '../describe.ts';
import { percentile } from '../statistics.ts';
import type { CallFigures } from '../metric/call_figures.ts';
import type { CellFigures } from './cell_figures.ts';
import { contrast, levelOf, type CellPair, type Column, type Point, type Statistic } from './contrast.ts';
import { withLevel, type Cell } from './design.ts';
import { survivors } from './holm.ts';
import type { Effect, MatrixFactor } from './matrix.ts';
import type { StudiedMetric } from './studied_metric.ts';

/** A cell with what was measured in it, each time it was made. None: its calls are in no pair. */
export interface MeasuredCell extends Cell {
  readonly repeats: readonly CellFigures[];
}

export function effectsOf(
  factors: readonly MatrixFactor[],
  cells: readonly MeasuredCell[],
  studied: readonly StudiedMetric[],
  seed: number,
): readonly Effect[] {
  const found = studied.flatMap((one) => {
    const columns = cells.map(({ repeats }) => columnOf(repeats, one));
    if (columns.every((column) => column.size === 0)) return [];
    return factors.flatMap((factor, index) =>
      factor.levels
        .slice(1)
        .map((to, at) => effectOf({ factor, index, to, level: at + 1 }, cells, columns, one, seed)),
    );
  });
  const survives = survivors(found.map(({ p }) => p));
  return found.map((effect, index) => ({ ...effect, survives: survives[index] === true }));
}

interface Step {
  readonly factor: MatrixFactor;
  readonly index: number;
  readonly to: string;
  readonly level: number;
}

function effectOf(
  { factor, index, to, level }: Step,
  cells: readonly MeasuredCell[],
  columns: readonly Column[],
  { metric, stat }: StudiedMetric,
  seed: number,
): Omit<Effect, 'survives'> {
  const firsts = cells.filter(({ levels }) => levels[index] === 0);
  const pairs = firsts.flatMap((first): CellPair[] => {
    const second = withLevel(cells, first, index, level);
    if (second === undefined || first.repeats.length === 0 || second.repeats.length === 0) return [];
    const [before, after] = [columns[first.number], columns[second.number]];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  const found = contrast(pairs, statisticOf(stat), seed);
  const { difference } = found;
  return {
    metric,
    stat,
    unit: factsOf(metric).unit,
    factor: factor.name,
    from: factor.levels[0] ?? '',
    to,
    before: finite(found.before),
    after: finite(found.after),
    effect: finite(difference),
    beyond: difference === Infinity ? 'above' : difference === -Infinity ? 'below' : null,
    interval: found.interval === null ? null : [finite(found.interval[0]), finite(found.interval[1])],
    p: found.p === null ? null : tidy(found.p),
    pairs: found.pairs,
    unpaired: found.unpaired,
    combinations: found.told,
    ofCombinations: firsts.length,
  };
}

/** The figure of a whole cell, of all of its own calls. Null: no data, or not finite. */
export function figureOf(repeats: readonly CellFigures[], studied: StudiedMetric): number | null {
  return finite(levelOf(columnOf(repeats, studied), statisticOf(studied.stat)));
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? tidy(value) : null;
}

function statisticOf(stat: StudiedMetric['stat']): Statistic {
  switch (stat) {
    case 'p50':
      return { kind: 'quantile', percent: 50 };
    case 'p95':
      return { kind: 'quantile', percent: 95 };
    case 'mean':
    case 'rate':
      return { kind: 'ratio' };
  }
}

/** Each call by what it told in all repeats. */
function columnOf(repeats: readonly CellFigures[], studied: StudiedMetric): Column {
  const calls = new Map<number, CallFigures[]>();
  for (const figures of repeats) {
    for (const [call, one] of figures) {
      const so = calls.get(call);
      if (so === undefined) calls.set(call, [one]);
      else so.push(one);
    }
  }
  return new Map(
    [...calls].flatMap(([call, figures]): [number, Point][] => {
      const point = pointOf(figures, studied);
      return point === null ? [] : [[call, point]];
    }),
  );
}

function pointOf(figures: readonly CallFigures[], { metric, stat }: StudiedMetric): Point | null {
  if (stat === 'rate') {
    let [amount, of] = [0, 0];
    for (const { rates } of figures) {
      const cases = rates.get(metric);
      amount += cases?.count ?? 0;
      of += cases?.of ?? 0;
    }
    return of === 0 ? null : { amount, of };
  }
  // The last bits of an instant tell when in the run a call was made, and of the call nothing.
  const values = Float64Array.from(
    figures.flatMap(({ values: all }) => (all.get(metric) ?? []).map(tidy)),
  ).sort();
  const total = values.reduce((sum, value) => sum + value, 0);
  const amount = stat === 'mean' ? total / values.length : percentile(values, 50);
  return values.length === 0 || amount === null ? null : { amount, of: 1 };
}
