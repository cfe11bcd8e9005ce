/**
 * What one call asks of an account a minute, and what many at once do: the mean over a call’s life, and the spread of single minutes about it,
 * from calls that were measured. A call’s context grows, and is counted again with each answer: its last minutes ask for more than its first,
 * and calls of different age add up. Intervals are of resampled calls. Seeded, pure.
 */

import { Random } from '../../core/word/random.ts';

/** One call, in minutes from its beginning. */
export interface MeteredCall {
  readonly minutes: number;
  /** In the order of time: when something was counted, and how much. */
  readonly counted: readonly { readonly atMinute: number; readonly amount: number }[];
}

export interface MinuteEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface PerMinute {
  /** Of one call while it goes on, over its life; the standard deviation of one of its minutes about that. */
  readonly mean: MinuteEstimate;
  readonly deviation: number;
  /** The most calls at once that ask for no more than is allowed: on average, and in the busiest minute of an hour too. */
  readonly atOnce: MinuteEstimate;
  readonly atOnceBusiest: MinuteEstimate;
}

const RESAMPLES = 400;
const WINDOWS = 12;
const TAIL = 0.025;
/** Of a normal distribution: one minute in sixty is above it. */
const BUSIEST_OF_AN_HOUR = 2.128045234184983;

/** Null: fewer than two calls, or none in which anything was counted. */
export function perMinute(calls: readonly MeteredCall[], allowed: number, seed: number): PerMinute | null {
  const lived = calls.filter(({ minutes }) => minutes > 0);
  if (lived.length < 2 || lived.every(({ counted }) => counted.length === 0)) return null;
  const random = new Random('per minute', seed);
  const windows = lived.map((call) => windowsOf(call, lived, random));
  const once = weigh(lived, windows, (index) => index);
  if (!(once.mean > 0)) return null;
  const drawn = Array.from({ length: RESAMPLES }, () =>
    weigh(lived, windows, () => random.below(lived.length)),
  ).filter(({ mean }) => mean > 0);
  const estimate = (of: (found: Weighed) => number): MinuteEstimate => {
    const values = Float64Array.from(drawn, of).sort();
    const value = of(once);
    const end = (share: number): number => values[Math.round(share * (values.length - 1))] ?? value;
    return { value, low: Math.min(value, end(TAIL)), high: Math.max(value, end(1 - TAIL)) };
  };
  return {
    mean: estimate(({ mean }) => mean),
    deviation: once.deviation,
    atOnce: estimate(({ mean }) => allowed / mean),
    atOnceBusiest: estimate((found) => mostAtOnce(found, allowed)),
  };
}

interface Weighed {
  readonly mean: number;
  readonly deviation: number;
}

/** Minutes that begin at every place of a call alike: what is left after its end is the beginning of another. */
function windowsOf(call: MeteredCall, all: readonly MeteredCall[], random: Random): readonly number[] {
  return Array.from({ length: WINDOWS }, (_, k) => {
    let from = (call.minutes * (k + random.next())) / WINDOWS;
    let left = 1;
    let total = 0;
    for (let current = call; left > 0; current = random.pick(all)) {
      const until = Math.min(current.minutes, from + left);
      for (const { atMinute, amount } of current.counted) {
        // The last answer of a call may be told as it ends.
        if (atMinute >= from && (atMinute < until || (atMinute === until && until === current.minutes)))
          total += amount;
      }
      left -= until - from;
      from = 0;
    }
    return total;
  });
}

/** By their lengths: at any moment a long call is more likely to be going on. */
function weigh(
  calls: readonly MeteredCall[],
  windows: readonly (readonly number[])[],
  drawn: (index: number) => number,
): Weighed {
  let [minutes, amount, squares] = [0, 0, 0];
  let sum = 0;
  for (let index = 0; index < calls.length; index++) {
    const chosen = drawn(index);
    const call = calls[chosen] as MeteredCall;
    minutes += call.minutes;
    for (const one of call.counted) amount += one.amount;
    for (const total of windows[chosen] as readonly number[]) {
      sum += (call.minutes * total) / WINDOWS;
      squares += (call.minutes * total * total) / WINDOWS;
    }
  }
  const centre = sum / minutes;
  return { mean: amount / minutes, deviation: Math.sqrt(Math.max(0, squares / minutes - centre * centre)) };
}

/** N calls whose minutes are independent of each other: N·mean + z·√N·deviation is what is allowed. */
function mostAtOnce({ mean, deviation }: Weighed, allowed: number): number {
  const half = (BUSIEST_OF_AN_HOUR * deviation) / (2 * mean);
  return (Math.sqrt(half * half + allowed / mean) - half) ** 2;
}
