/**
 * The interval of one unknown of the law: all values at which the best curve lies no further off than is allowed. Each unknown, pinned to a
 * value, leaves a curve whose other unknowns stand in a straight line, so that bounds hold at every step. Pure.
 */

import { leastNonNegative, leastOn, type Face, type Link, type Observation } from './least_squares.ts';

export type Pinned = 'scale' | 'sigma' | 'kappa' | 'peak';

/** Doublings, or halvings, in search of an end: past as many there is none. */
const MOST_DOUBLINGS = 60;
const HALVINGS = 40;

/** `allowed`: the weighted sum of squares that is still within. An end is null where nothing bounds it. */
export function profileInterval(
  link: Link,
  observed: readonly Observation[],
  pinned: Pinned,
  best: number,
  allowed: number,
): { readonly low: number | null; readonly high: number | null } {
  const within = (value: number): boolean => misfitAt(link, observed, pinned, value) <= allowed;
  const top = pinned === 'sigma' ? 1 : Infinity;
  const bottom = pinned === 'sigma' || pinned === 'kappa' ? 0 : null;
  return { low: lowEnd(within, best, bottom, top, observed), high: highEnd(within, best, top, observed) };
}

function lowEnd(
  within: (value: number) => boolean,
  best: number,
  bottom: number | null,
  top: number,
  observed: readonly Observation[],
): number | null {
  if (bottom !== null && (best <= bottom || within(bottom))) return bottom;
  // From a peak without end: the first that is far enough is found from below.
  let inside = Number.isFinite(best) ? best : highest(observed) * 2 ** (MOST_DOUBLINGS / 4);
  if (!Number.isFinite(best) && !within(inside)) return null;
  let outside = Math.min(inside, top) / 2;
  for (let step = 0; within(outside); step++) {
    if (step === MOST_DOUBLINGS) return null;
    inside = outside;
    outside /= 2;
  }
  return edge(within, inside, outside);
}

function highEnd(
  within: (value: number) => boolean,
  best: number,
  top: number,
  observed: readonly Observation[],
): number | null {
  if (!Number.isFinite(best)) return null;
  if (top < Infinity && within(top)) return top;
  let inside = best;
  let outside = best > 0 ? best * 2 : 1 / highest(observed) ** 3;
  for (let step = 0; outside < top && within(outside); step++) {
    if (step === MOST_DOUBLINGS) return null;
    inside = outside;
    outside *= 2;
  }
  return edge(within, inside, Math.min(outside, top));
}

function edge(within: (value: number) => boolean, inside: number, outside: number): number {
  let [near, far] = [inside, outside];
  for (let step = 0; step < HALVINGS && Math.abs(far - near) > 1e-6 * Math.abs(far); step++) {
    const middle = (near + far) / 2;
    if (within(middle)) near = middle;
    else far = middle;
  }
  return near;
}

function highest(observed: readonly Observation[]): number {
  return Math.max(...observed.map(({ concurrency }) => concurrency));
}

function misfitAt(link: Link, observed: readonly Observation[], pinned: Pinned, value: number): number {
  const column = (of: (n: number) => number): Float64Array =>
    Float64Array.from(observed, ({ concurrency }) => of(concurrency));
  const least = (...columns: Float64Array[]): number =>
    leastNonNegative(link, observed, columns)?.misfit ?? Infinity;
  switch (pinned) {
    case 'sigma':
      return least(
        column((n) => 1 + value * (n - 1)),
        column((n) => n * (n - 1)),
      );
    case 'kappa':
      return least(
        column((n) => 1 + value * n * (n - 1)),
        column((n) => n + value * n * (n - 1)),
      );
    case 'peak':
      // σ = 1 − κP²: q = σN / λ + κ(N² − N + P²) / λ.
      return least(
        column((n) => n),
        column((n) => (n * n - n + value * value) / (value * value)),
      );
    case 'scale': {
      const alone = link === 'throughput' ? 1 / value : value;
      return Math.min(
        ...facesOfScale(alone, column).map((face) => leastOn(link, observed, face)?.misfit ?? Infinity),
      );
    }
  }
}

/** λ or R₀ is known; σ is from 0 to 1, κ at least 0: inside, and on each bound. */
function facesOfScale(alone: number, column: (of: (n: number) => number) => Float64Array): readonly Face[] {
  const one = column(() => alone);
  const all = column((n) => alone * n);
  const contention = column((n) => alone * (n - 1));
  const coherence = column((n) => alone * n * (n - 1));
  const allows = ([sigma = 0, kappa = 0]: readonly number[]): boolean =>
    sigma >= 0 && sigma <= 1 && kappa >= 0;
  return [
    { offset: one, columns: [contention, coherence], allows },
    { offset: one, columns: [contention], allows },
    { offset: one, columns: [coherence] },
    { offset: all, columns: [coherence] },
    { offset: one, columns: [] },
    { offset: all, columns: [] },
  ];
}
