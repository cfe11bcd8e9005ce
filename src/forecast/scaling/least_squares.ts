/**
 * Weighted least squares for a curve of q = offset + θ·columns, either q itself or N / q, under bounds. A bound is held by where it is met:
 * each face of what is allowed is fitted by itself (Levenberg–Marquardt from the straight-line solution), and the best that is within
 * its face’s bounds is taken. With three unknowns there are few faces, and none is missed. Pure.
 */

/** How a level is told by q. */
export type Link = 'throughput' | 'response_time';

export interface Observation {
  readonly concurrency: number;
  readonly value: number;
  /** One over the variance of the value, or 1. */
  readonly weight: number;
}

/** Of q: a known part and unknown parts, for each observation in turn. */
export interface Face {
  readonly offset?: Float64Array;
  readonly columns: readonly Float64Array[];
  /** Default: none below zero. */
  readonly allows?: (unknowns: readonly number[]) => boolean;
}

export interface Minimum {
  readonly unknowns: readonly number[];
  /** Weighted sum of squares. */
  readonly misfit: number;
}

const MOST_STEPS = 200;
const CONVERGED = 1e-11;

/** The faces of columns whose unknowns are not below zero: all of them, then without some, down to one; the longest first. */
export function subsetsOf(columns: readonly Float64Array[]): readonly (readonly number[])[] {
  const subsets: number[][] = [];
  for (let bits = 1; bits < 2 ** columns.length; bits++) {
    subsets.push(columns.flatMap((_, at) => ((bits >> at) & 1 ? [at] : [])));
  }
  return subsets.sort((a, b) => b.length - a.length);
}

/** Unknowns that are not below zero, of these columns; those at zero are told as zero. Null: no curve is above zero. */
export function leastNonNegative(
  link: Link,
  observed: readonly Observation[],
  columns: readonly Float64Array[],
): Minimum | null {
  let best: Minimum | null = null;
  for (const subset of subsetsOf(columns)) {
    const found = leastOn(link, observed, { columns: subset.map((at) => columns[at] as Float64Array) });
    if (found === null || (best !== null && best.misfit <= found.misfit)) continue;
    const unknowns = columns.map((_, at) => {
      const place = subset.indexOf(at);
      return place < 0 ? 0 : (found.unknowns[place] as number);
    });
    best = { unknowns, misfit: found.misfit };
    // Where nothing is held by a bound nothing else is better.
    if (subset.length === columns.length) return best;
  }
  return best;
}

/** Null: it leaves its bounds, or q is not above zero. */
export function leastOn(link: Link, observed: readonly Observation[], face: Face): Minimum | null {
  const scales = face.columns.map((column) => Math.max(...column.map(Math.abs)) || 1);
  const columns = face.columns.map((column, at) => column.map((value) => value / (scales[at] as number)));
  const offset = face.offset ?? new Float64Array(observed.length);
  const start = straight(link, observed, offset, columns);
  if (start === null) return null;
  const found = columns.length === 0 ? start : descend(link, observed, offset, columns, start);
  if (!Number.isFinite(found.misfit)) return null;
  const unknowns = found.unknowns.map((value, at) => value / (scales[at] as number));
  const allows = face.allows ?? ((all: readonly number[]) => all.every((value) => value >= 0));
  return allows(unknowns) ? { unknowns, misfit: found.misfit } : null;
}

/** N / X is a straight line in the unknowns, with the weights that its own errors have. */
function straight(
  link: Link,
  observed: readonly Observation[],
  offset: Float64Array,
  columns: readonly Float64Array[],
): Minimum | null {
  const rows = observed.map(({ concurrency, value, weight }, at) => {
    const q = link === 'response_time' ? value : concurrency / value;
    const slope = link === 'response_time' ? 1 : value / q;
    return { residual: q - (offset[at] as number), weight: weight * slope * slope };
  });
  const unknowns = solved(columns, rows, 0);
  if (unknowns === null) return null;
  return { unknowns, misfit: misfitOf(link, observed, offset, columns, unknowns) };
}

function descend(
  link: Link,
  observed: readonly Observation[],
  offset: Float64Array,
  columns: readonly Float64Array[],
  start: Minimum,
): Minimum {
  let [best, damping] = [start, 1e-6];
  if (link === 'response_time') return best;
  for (let step = 0; step < MOST_STEPS && Number.isFinite(best.misfit); step++) {
    const rows = observed.map(({ concurrency, value, weight }, at) => {
      const q = curveAt(offset, columns, best.unknowns, at);
      const slope = -concurrency / (q * q);
      return { residual: (value - concurrency / q) / slope, weight: weight * slope * slope };
    });
    const change = solved(columns, rows, damping);
    if (change === null) return best;
    const unknowns = best.unknowns.map((one, at) => one + (change[at] as number));
    const misfit = misfitOf(link, observed, offset, columns, unknowns);
    if (misfit <= best.misfit) {
      const gained = best.misfit - misfit;
      best = { unknowns, misfit };
      damping = Math.max(1e-12, damping / 10);
      if (gained <= CONVERGED * (misfit + CONVERGED)) return best;
    } else {
      damping *= 10;
      if (damping > 1e12) return best;
    }
  }
  return best;
}

function curveAt(
  offset: Float64Array,
  columns: readonly Float64Array[],
  unknowns: readonly number[],
  at: number,
): number {
  return columns.reduce(
    (sum, column, k) => sum + (unknowns[k] as number) * (column[at] as number),
    offset[at] as number,
  );
}

/** Infinity where the curve is not above zero. */
function misfitOf(
  link: Link,
  observed: readonly Observation[],
  offset: Float64Array,
  columns: readonly Float64Array[],
  unknowns: readonly number[],
): number {
  let total = 0;
  for (const [at, { concurrency, value, weight }] of observed.entries()) {
    const q = curveAt(offset, columns, unknowns, at);
    if (!(q > 0)) return Infinity;
    const missed = value - (link === 'response_time' ? q : concurrency / q);
    total += weight * missed * missed;
  }
  return total;
}

interface Row {
  readonly residual: number;
  readonly weight: number;
}

/** The normal equations, damped on their diagonal, by elimination with pivots. Null: they have no one solution. */
function solved(
  columns: readonly Float64Array[],
  rows: readonly Row[],
  damping: number,
): readonly number[] | null {
  const size = columns.length;
  const table = columns.map((column, i) => {
    const line = columns.map((other, j) => {
      let sum = 0;
      for (const [at, { weight }] of rows.entries())
        sum += weight * (column[at] as number) * (other[at] as number);
      return i === j ? sum * (1 + damping) : sum;
    });
    let right = 0;
    for (const [at, { weight, residual }] of rows.entries())
      right += weight * (column[at] as number) * residual;
    return [...line, right];
  });
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(cell(table, i, k)) > Math.abs(cell(table, pivot, k))) pivot = i;
    }
    const [upper, lower] = [table[k] as number[], table[pivot] as number[]];
    [table[k], table[pivot]] = [lower, upper];
    const lead = cell(table, k, k);
    if (!(Math.abs(lead) > Number.MIN_VALUE * 1e10)) return null;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = cell(table, i, k) / lead;
      for (let j = k; j <= size; j++)
        (table[i] as number[])[j] = cell(table, i, j) - factor * cell(table, k, j);
    }
  }
  return table.map((line, k) => (line[size] as number) / (line[k] as number));
}

function cell(table: readonly (readonly number[])[], row: number, column: number): number {
  return table[row]?.[column] as number;
}
