/**
 * What a cap on concurrency blocks when it is split: a share cannot use a place that is free in another, so that the parts block more
 * calls than the whole. The plan's own instants, each share with its own calls and places, over several draws of how long calls last;
 * every n-th call comes more evenly than calls do by chance, for which Erlang's formula would be too dark. Pure.
 */

import { callOf } from '../core/call/call_spec.ts';
import { placesOf, type Selection } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import { estimateOfCall } from './estimate.ts';
import { Ends } from './expected_run.ts';

export interface SplitCap {
  readonly of: number;
  readonly cap: number;
  /** Of all calls, the part that is blocked, from 0 to 1. */
  readonly wholeBlocked: number;
  readonly splitBlocked: number;
  /** The least cap with which the shares block about as few as the whole does now. Null: the split costs little, or none was found. */
  readonly betterCap: number | null;
}

/** Less is nothing that a figure would tell. */
const NOTICEABLE = 0.01;
/** As good as the whole. */
const ABOUT = 0.002;
/** What more would change is less than what is assumed. */
const MOST_CALLS = 20_000;
const SIMULATED = 40_000;
const MOST_DRAWS = 40;
/** A call's length in parts that each last as chance has it: their sum scatters by half of its mean. */
const PARTS = 4;

/** In words. */
export const SPLIT_ASSUMED = 'lengths of calls that scatter by half around what their scripts come to';

/** Null: nothing is blocked in this load, or its calls are not known before they are made. */
export function splitCap(plan: Plan, of: number): SplitCap | null {
  const { load } = plan;
  if (load.mode !== 'open' || load.steered !== undefined || load.startsMs.length === 0) return null;
  const startsMs = load.startsMs.slice(0, MOST_CALLS);
  const lengths = drawnLengths(plan, startsMs.length);
  const blockedWith = (cap: number, shares: number): number => {
    const capped = { ...load, maxConcurrency: cap };
    const places = Array.from({ length: shares }, (_, share) => placesOf(capped, selected(shares, share)));
    const blocked = lengths.reduce((sum, drawn) => sum + blockedOf(startsMs, drawn, places), 0);
    return blocked / (lengths.length * startsMs.length);
  };
  const cap = load.maxConcurrency;
  const wholeBlocked = blockedWith(cap, 1);
  const splitBlocked = blockedWith(cap, of);
  const noticeable = splitBlocked - wholeBlocked >= NOTICEABLE;
  const betterCap = noticeable
    ? leastCap(cap, of, (tried) => blockedWith(tried, of) <= wholeBlocked + ABOUT)
    : null;
  return { of, cap, wholeBlocked, splitBlocked, betterCap };
}

export function isNoticeable({ wholeBlocked, splitBlocked }: SplitCap): boolean {
  return splitBlocked - wholeBlocked >= NOTICEABLE;
}

function selected(of: number, share: number): Selection {
  return { of, share };
}

/** Of each draw, how long each call lasts. */
function drawnLengths(plan: Plan, calls: number): Float64Array[] {
  const means = Float64Array.from({ length: calls }, (_, call) => {
    return estimateOfCall(plan, callOf(plan, call)).durationMs;
  });
  const draws = Math.min(MOST_DRAWS, Math.ceil(SIMULATED / calls));
  return Array.from({ length: draws }, (_, draw) => {
    const random = new Random(plan.seed, `split-cap-${draw}`);
    return means.map((meanMs) => {
      let sum = 0;
      for (let part = 0; part < PARTS; part++) sum -= Math.log(1 - random.next());
      return Math.min((meanMs * sum) / PARTS, plan.limits.callMs);
    });
  });
}

function blockedOf(startsMs: readonly number[], lengths: Float64Array, places: readonly number[]): number {
  const shares = places.map(() => new Ends());
  let blocked = 0;
  for (const [call, startMs] of startsMs.entries()) {
    const share = call % places.length;
    const ends = shares[share] as Ends;
    ends.releaseUntil(startMs);
    if (ends.size >= (places[share] as number)) blocked++;
    else ends.add(startMs + (lengths[call] as number));
  }
  return blocked;
}

/** Of caps that all shares have an equal part of. Null: even several times the cap would not do. */
function leastCap(cap: number, of: number, holds: (cap: number) => boolean): number | null {
  let below = Math.floor(cap / of);
  let above = Math.max(1, below + 1);
  while (!holds(above * of)) {
    if (above * of > 8 * cap) return null;
    [below, above] = [above, above * 2];
  }
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (holds(middle * of)) above = middle;
    else below = middle;
  }
  return above * of;
}
