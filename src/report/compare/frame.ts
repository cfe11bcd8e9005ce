/**
 * The calls of two runs laid side by side, by kind of caller. Of one plan, call i of one run and call i of the other are the same
 * conversation: they are a pair, resampled together and swapped with each other. Of two plans the calls of each run are drawn, and
 * dealt, for themselves. Either way whole calls, since the turns of one are not independent, and within their kind of caller, so
 * that every resample has as many of each kind as there were. Pure.
 */

import type { Random } from '../../core/word/random.ts';
import { UNKNOWN_CALLER, type ComparedCall, type ComparedRun } from './compared_run.ts';

export type SideIndex = 0 | 1;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** One kind of caller: where its calls are, on each side. */
export interface Stratum {
  readonly caller: string;
  readonly ranges: readonly [Range, Range];
}

export interface Frame {
  readonly paired: boolean;
  /** Before and after. Of pairs the two at one place are one pair. */
  readonly sides: readonly [readonly ComparedCall[], readonly ComparedCall[]];
  readonly strata: readonly Stratum[];
  /** Calls of each that have no partner in the other. */
  readonly leftOver: readonly [number, number];
}

export function frameOf(before: ComparedRun, after: ComparedRun): Frame {
  const paired = before.identity.plan === after.identity.plan;
  const [a, b] = [before.calls, after.calls];
  if (!paired) {
    const sides = [sorted(a, ({ caller }) => caller), sorted(b, ({ caller }) => caller)] as const;
    return { paired, sides, strata: strataOf(sides, ({ caller }) => caller), leftOver: [0, 0] };
  }
  const partners = new Map(a.map((call) => [call.number, call]));
  const kinds = new Map<number, string>();
  for (const { number, caller } of b) {
    const partner = partners.get(number);
    // One that was lost before it told who it was is of the kind that its partner is.
    if (partner !== undefined) kinds.set(number, partner.caller === UNKNOWN_CALLER ? caller : partner.caller);
  }
  const kindOf = ({ number }: ComparedCall): string => kinds.get(number) ?? UNKNOWN_CALLER;
  const own = (calls: readonly ComparedCall[]): readonly ComparedCall[] =>
    sorted(
      calls.filter(({ number }) => kinds.has(number)),
      kindOf,
    );
  const first = own(a);
  const sides = [first, a === b ? first : own(b)] as const;
  return {
    paired,
    sides,
    strata: strataOf(sides, kindOf),
    leftOver: [a.length - sides[0].length, b.length - sides[1].length],
  };
}

function sorted(
  calls: readonly ComparedCall[],
  kindOf: (call: ComparedCall) => string,
): readonly ComparedCall[] {
  return [...calls].sort((x, y) => {
    const [a, b] = [kindOf(x), kindOf(y)];
    if (a < b) return -1;
    return a > b ? 1 : x.number - y.number;
  });
}

function strataOf(sides: Frame['sides'], kindOf: (call: ComparedCall) => string): readonly Stratum[] {
  const kinds = [...new Set(sides.flatMap((calls) => calls.map(kindOf)))].sort();
  return kinds.map((caller) => {
    const [before, after] = sides.map((calls): Range => {
      const from = calls.findIndex((call) => kindOf(call) === caller);
      if (from < 0) return { from: 0, to: 0 };
      let to = from;
      for (let at = from; at < calls.length && kindOf(calls[at] as ComparedCall) === caller; at++)
        to = at + 1;
      return { from, to };
    });
    return { caller, ranges: [before as Range, after as Range] };
  });
}

/** How often each call is in a resample; both sides of pairs share one. */
export type Weights = readonly [Int32Array, Int32Array];

export function drawnOnce({ sides }: Frame): Weights {
  return [new Int32Array(sides[0].length).fill(1), new Int32Array(sides[1].length).fill(1)];
}

/** Draws whole calls with replacement, as many of each kind as there are. The weights are written over. */
export function redraw({ paired, strata }: Frame, weights: Weights, random: Random): void {
  weights[0].fill(0);
  if (!paired) weights[1].fill(0);
  for (const { ranges } of strata) {
    for (const side of [0, 1] as const) {
      const { from, to } = ranges[side];
      if (!paired || side === 0) random.countDraws(weights[side], from, to);
    }
  }
  if (paired) weights[1].set(weights[0]);
}

/**
 * Which calls are dealt to the other side, were the two runs the same thing. Of pairs: each of a pair's two may as well have been the
 * other. Else: of each kind as many as there were on a side, of both sides' calls. 1: to the after side.
 */
export type Deal = readonly [Uint8Array, Uint8Array];

export function dealtAsMade({ sides }: Frame): Deal {
  return [new Uint8Array(sides[0].length), new Uint8Array(sides[1].length).fill(1)];
}

export function redeal({ paired, strata, sides }: Frame, deal: Deal, random: Random): void {
  const [before, after] = deal;
  if (paired) {
    for (let k = 0; k < sides[0].length; k += 32) {
      let bits = random.below(4294967296);
      for (let at = k; at < Math.min(k + 32, sides[0].length); at++) {
        const swapped = bits & 1;
        bits >>>= 1;
        before[at] = swapped;
        after[at] = 1 - swapped;
      }
    }
    return;
  }
  for (const { ranges } of strata) {
    const [a, b] = ranges;
    let toAfter = b.to - b.from;
    let left = a.to - a.from + toAfter;
    // Each in turn, with the chance that is left of being among so many of so many: every choice of them is as likely.
    for (const [side, { from, to }] of ranges.entries()) {
      const own = deal[side as SideIndex];
      for (let k = from; k < to; k++) {
        const goes = random.below(left) < toAfter ? 1 : 0;
        own[k] = goes;
        toAfter -= goes;
        left--;
      }
    }
  }
}
