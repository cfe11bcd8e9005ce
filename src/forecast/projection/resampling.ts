/**
 * The means of a kind of caller's calls as other calls of the same kind would have given them: a bootstrap whose unit is the
 * conversation. Several columns are drawn together, so that their differences are of the same calls. Pure; seeded.
 *
 * n − 1 of n conversations are drawn, which makes the spread of their mean unbiased, and what it strays is stretched as Student's
 * t: the percentile bootstrap alone is too sure of few calls. Many conversations are first dealt into groups, and those drawn.
 */

import { Random } from '../../core/word/random.ts';
import { ENOUGH_OF_A_CALLER } from './carried.ts';
import { studentStretch } from './demand_draws.ts';

/** One conversation: sums over its calls of each column, and how many calls these are. */
export interface Unit {
  readonly sums: Float64Array;
  readonly calls: number;
}

export interface Resampled {
  /** Of the calls as they were. */
  readonly means: Float64Array;
  /** Draw after draw, `means.length` numbers each. */
  readonly draws: Float64Array;
}

const MOST_GROUPS = 300;

export interface Borrowed {
  /** Spread of one call over its mean, among all callers. */
  readonly relative: number;
  readonly degrees: number;
}

export function resample(
  all: readonly Unit[],
  draws: number,
  borrowed: Borrowed,
  ...key: readonly (string | number)[]
): Resampled {
  const random = new Random('forecast', 'calls', ...key);
  const columns = all[0]?.sums.length ?? 0;
  const means = meansOf(all, columns);
  const out = new Float64Array(draws * columns);
  if (all.length < ENOUGH_OF_A_CALLER) {
    borrow(all, means, out, borrowed, random);
    return { means, draws: out };
  }
  const units = all.length > MOST_GROUPS ? dealt(all, columns, random) : all;
  const n = units.length;
  const sums = new Float64Array(columns);
  for (let draw = 0; draw < draws; draw++) {
    sums.fill(0);
    let calls = 0;
    for (let k = 1; k < n; k++) {
      const unit = units[random.below(n)] as Unit;
      calls += unit.calls;
      for (let column = 0; column < columns; column++)
        sums[column] = (sums[column] as number) + (unit.sums[column] as number);
    }
    const stretch = studentStretch(random, n - 1);
    for (let column = 0; column < columns; column++) {
      const mean = means[column] as number;
      out[draw * columns + column] = mean + ((sums[column] as number) / calls - mean) * stretch;
    }
  }
  return { means, draws: out };
}

function meansOf(units: readonly Unit[], columns: number): Float64Array {
  const means = new Float64Array(columns);
  let calls = 0;
  for (const unit of units) {
    calls += unit.calls;
    for (let column = 0; column < columns; column++)
      means[column] = (means[column] as number) + (unit.sums[column] as number);
  }
  return means.map((sum) => (calls === 0 ? 0 : sum / calls));
}

/** Too few to know their own spread by: all columns stray alike, by the spread of everybody's calls. */
function borrow(
  units: readonly Unit[],
  means: Float64Array,
  out: Float64Array,
  { relative, degrees }: Borrowed,
  random: Random,
): void {
  const columns = means.length;
  for (let draw = 0; draw * columns < out.length; draw++) {
    const stray =
      (relative / Math.sqrt(Math.max(1, units.length))) * random.normal() * studentStretch(random, degrees);
    for (let column = 0; column < columns; column++)
      out[draw * columns + column] = (means[column] as number) * Math.max(0, 1 + stray);
  }
}

function dealt(units: readonly Unit[], columns: number, random: Random): readonly Unit[] {
  const order = units.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as Unit, order[i] as Unit];
  }
  const groups = Array.from({ length: MOST_GROUPS }, () => ({ sums: new Float64Array(columns), calls: 0 }));
  for (const [at, unit] of order.entries()) {
    const group = groups[at % MOST_GROUPS] as { sums: Float64Array; calls: number };
    group.calls += unit.calls;
    for (let column = 0; column < columns; column++)
      group.sums[column] = (group.sums[column] as number) + (unit.sums[column] as number);
  }
  return groups;
}
