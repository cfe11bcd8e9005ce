/** What it comes to that a plan is cut into shares: how many calls each has, and what a split cap blocks. */

import { partOf, placesOf, plannedCalls } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { isNoticeable, splitCap, SPLIT_ASSUMED, type SplitCap } from '../forecast/split_cap.ts';
import { count, percent, plural } from '../report/figure.ts';
import { style, type Io } from './io.ts';
import { refuseEmptyShares } from './share_option.ts';

export interface CutPlan {
  readonly of: number;
  /** Of each share, in their order. Null: nobody knows. */
  readonly calls: readonly number[] | null;
  readonly atOnce: readonly number[];
  readonly cap: SplitCap | null;
  readonly warning: string | null;
}

/** Throws ConfigError where a share would have nothing to do. */
export function cutPlan(plan: Plan, of: number): CutPlan {
  const { load } = plan;
  refuseEmptyShares(load, { of, share: of - 1 }, '--shards');
  const shares = Array.from({ length: of }, (_, share) => ({ of, share }));
  const whole = plannedCalls(load);
  const cap = of === 1 ? null : splitCap(plan, of);
  return {
    of,
    calls: whole === null ? null : shares.map((share) => partOf(whole, share)),
    atOnce: shares.map((share) => placesOf(load, share)),
    cap,
    warning: cap === null ? null : warningOf(cap),
  };
}

/** Null: the split makes no difference to speak of. */
function warningOf(split: SplitCap): string | null {
  if (!isNoticeable(split)) return null;
  const { of, cap, wholeBlocked, splitBlocked, betterCap } = split;
  const wayOut =
    betterCap === null
      ? 'Raise load.max_concurrency, or have fewer shares.'
      : `Have fewer shares, or load.max_concurrency: ${betterCap}, by which ${plural(of, 'share')} block no more than the whole does now.`;
  return (
    `the cap of ${count(cap)} calls at once is split into ${plural(of, 'share')}, and a share cannot use a place that is free in another: ` +
    `about ${percent(splitBlocked)} of the calls would be blocked, where the whole would block ${percent(wholeBlocked)}. ${wayOut} ` +
    `(Assumed: ${SPLIT_ASSUMED}.)`
  );
}

/** Before a share is made: it is too late for its calls, and not for the reader of the report. */
export function warnOfCut(plan: Plan, of: number | undefined, io: Io): void {
  if (of === undefined || of === 1) return;
  const cap = splitCap(plan, of);
  const warning = cap === null ? null : warningOf(cap);
  if (warning !== null) io.err(`${style(io).yellow('warning')} ${warning}\n`);
}

/** For people: one figure, or from which to which. */
export function cutRow({ of, calls, atOnce, cap }: CutPlan): string {
  const parts = [
    `${count(of)}, each of ${calls === null ? 'as many calls as it gets to' : `${ranged(calls)} calls`}`,
    `${ranged(atOnce)} at once`,
  ];
  if (cap !== null && cap.splitBlocked > 0) {
    parts.push(`~${percent(cap.splitBlocked)} blocked (whole: ~${percent(cap.wholeBlocked)})`);
  }
  return parts.join(', ');
}

function ranged(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}
