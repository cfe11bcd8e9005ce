/**
 * When a level's warm-up is over: first the new number of calls must really be going on, then one mean length of a call must have
 * passed, so that the callers who came with the old load have gone and what stands in the target's queues is of the new one. Pure.
 */

import { durationText } from '../../core/word/duration.ts';
import type { CapacityUnit } from '../../forecast/capacity/capacity_result.ts';

/** A call is waited for no longer than this. */
const LONGEST_MS = 600_000;
/** Nothing settles sooner. */
const SHORTEST_MS = 5000;
/** Of a Poisson stream, how many mean lengths it takes until as many go on as are to. */
const LENGTHS_OF_ARRIVALS = 2;

export interface WarmUpSoFar {
  readonly unit: CapacityUnit;
  readonly amount: number;
  readonly fromMs: number;
  readonly rampMs: number;
  /** It is lowered: calls have to end first. */
  readonly lowered: boolean;
  readonly atOnce: number;
  /** When as many went on as are to; null: not yet, as far as it was known before. */
  readonly reachedMs: number | null;
  /** Mean length of the last calls that ended; null: none has. */
  readonly callMs: number | null;
}

/** When the new number of calls went on. Null: not yet. */
export function reachedMs(so: WarmUpSoFar, atMs: number): number | null {
  if (so.reachedMs !== null) return so.reachedMs;
  if (so.unit === 'calls_per_second') return so.fromMs;
  if (so.lowered) return so.atOnce <= so.amount ? atMs : null;
  // Where calls are refused there never are so many at once: the ramp has filled every place, and that has to do.
  return atMs >= so.fromMs + so.rampMs ? so.fromMs + so.rampMs : null;
}

/** How it was decided that the warm-up is over; null: it is not. */
export function settled(so: WarmUpSoFar, atMs: number): string | null {
  const { reachedMs: reached, callMs, unit, lowered, rampMs } = so;
  if (reached === null) return null;
  if (callMs === null) {
    return atMs >= reached + LONGEST_MS ? `no call had ended after ${durationText(LONGEST_MS)}` : null;
  }
  const lengths = unit === 'calls_per_second' ? LENGTHS_OF_ARRIVALS : 1;
  const waitMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengths * callMs));
  if (atMs < reached + waitMs) return null;
  const first =
    unit === 'calls_per_second'
      ? 'from the change of the rate'
      : lowered
        ? 'from when no more calls went on than are to'
        : `from the end of the ramp of ${durationText(Math.round(rampMs))}`;
  return `${first}, ${durationText(Math.round(waitMs / 100) * 100)}: ${lengths === 1 ? 'the mean length' : 'two mean lengths'} of a call`;
}
