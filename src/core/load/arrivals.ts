/**
 * When calls start. An open load has its instants in the plan, drawn from the seed; a closed load keeps a number
 * of calls going and replaces each that ends. Pure: whoever runs the plan asks, and says what has happened.
 *
 * A rate that changes linearly has a quadratic integral, which has an exact inverse. So every kind of arrival is the
 * same walk: count up along the integral of the rate, by ones (evenly spaced) or by unit exponentials (Poisson), and
 * ask the inverse at which instant each count is reached. No thinning, no stepping through time.
 */

import type { Random } from '../word/random.ts';

export type PlanLoad =
  | {
      readonly mode: 'open';
      /** Scheduled start of each planned call, ascending. */
      readonly startsMs: readonly number[];
      /** A call that falls due while this many are going on is blocked, and counted. */
      readonly maxConcurrency: number;
      /** The instants are drawn as the run goes on, at a rate that begins so and may be changed; `startsMs` is empty. */
      readonly steered?: { readonly perSecond: number; readonly seed: number; readonly lastsMs: number };
    }
  | {
      readonly mode: 'closed';
      readonly concurrency: number;
      /** The concurrency is reached evenly over this time. */
      readonly rampMs: number;
      /** From the end of the ramp; no call starts after it. */
      readonly holdMs: number;
      /** At most this many calls in all, where set. */
      readonly calls?: number;
      /** It begins with so many at once, and may be changed as the run goes on, up to `concurrency`. */
      readonly steered?: { readonly atOnce: number };
    };

/** A stretch of time over which the rate goes evenly from one value to another, in calls per second. */
export interface ArrivalPhase {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  readonly durationMs: number;
  /** Evenly spaced along the rate, or a Poisson process of it. */
  readonly spacing: 'even' | 'poisson';
}

/** Absorbs the rounding of `rate × time`, so that 0.1 calls per second for 30 s are three calls and not four. */
const TOLERANCE = 1e-9;

/** Calls a phase brings on average: the integral of its rate. */
export function expectedCalls(phase: ArrivalPhase): number {
  return ((phase.fromPerSecond + phase.toPerSecond) / 2) * (phase.durationMs / 1000);
}

/**
 * When the integral of the phase's rate, counted from its start, reaches `calls`: the positive root of
 * `from·t + (to − from)·t²/2T = calls`, in the form that does not cancel. In ms, at most the phase's duration.
 */
export function reachedAtMs(phase: ArrivalPhase, calls: number): number {
  if (calls <= 0) return 0;
  const seconds = phase.durationMs / 1000;
  const slope = (phase.toPerSecond - phase.fromPerSecond) / seconds;
  const root = Math.sqrt(Math.max(0, phase.fromPerSecond ** 2 + 2 * slope * calls));
  return Math.min(((2 * calls) / (phase.fromPerSecond + root)) * 1000, phase.durationMs);
}

/**
 * The start of every call of phases that follow one another, ascending, in whole microseconds. Evenly spaced phases
 * hand the unfinished part of a call on to the next, so that cutting a phase in two changes nothing. `randomOf` gives
 * the stream of a Poisson phase by its index.
 */
export function arrivalInstants(
  phases: readonly ArrivalPhase[],
  randomOf: (phase: number) => Random,
): readonly number[] {
  const startsMs: number[] = [];
  let phaseStartMs = 0;
  let countedEvenly = 0;
  phases.forEach((phase, index) => {
    const calls = expectedCalls(phase);
    const start = (count: number): void => {
      startsMs.push(Math.round((phaseStartMs + reachedAtMs(phase, count)) * 1000) / 1000);
    };
    if (phase.spacing === 'poisson') {
      const random = randomOf(index);
      for (let count = random.exponential(1); count < calls; count += random.exponential(1)) start(count);
    } else {
      const first = Math.ceil(countedEvenly - TOLERANCE);
      for (let call = first; call < countedEvenly + calls - TOLERANCE; call++) start(call - countedEvenly);
      countedEvenly += calls;
    }
    phaseStartMs += phase.durationMs;
  });
  return startsMs;
}
