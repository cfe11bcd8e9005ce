/** What is promised to callers, and what keeps it: the fewest lines for a load, the most load for lines. Erlang B, C or A by what is promised. Pure. */

import { abandonment } from './abandonment.ts';
import { delayShare, delayShareBeyond, linesForDelay, meanDelayS } from './delay.ts';
import { linesForLoss, lossShare, mostLoad } from './loss.ts';
import { answeredWithin, linesForAbandonment, linesForAnswered } from './patient_wait.ts';

export type ServiceGoal =
  /** No queue: at most this share finds no line free. Erlang B. */
  | { readonly type: 'blocking'; readonly share: number }
  /** At least this share is answered within the time. Without a patience everybody waits: Erlang C; with one some give up: A. */
  | {
      readonly type: 'wait';
      readonly share: number;
      readonly waitS: number;
      readonly patienceS: number | null;
    }
  /** At most this share gives up. Erlang A. */
  | { readonly type: 'abandonment'; readonly share: number; readonly patienceS: number };

/** What callers find on so many lines. Null: it does not come up, or there is no end to it. */
export interface ServiceAt {
  readonly lines: number;
  /** Turned away, for want of a queue. */
  readonly blocked: number | null;
  /** Wait at all. */
  readonly waits: number | null;
  readonly answeredWithin: number | null;
  readonly abandons: number | null;
  readonly meanWaitS: number | null;
  /** Share of the time that a line is taken. */
  readonly occupancy: number;
  readonly keeps: boolean;
}

export function linesFor(goal: ServiceGoal, load: number, holdS: number): number {
  switch (goal.type) {
    case 'blocking':
      return linesForLoss(load, goal.share);
    case 'wait':
      return goal.patienceS === null
        ? linesForDelay(load, 1 - goal.share, holdS, goal.waitS)
        : linesForAnswered(load, goal.share, holdS, goal.patienceS, goal.waitS);
    case 'abandonment':
      return linesForAbandonment(load, goal.share, holdS, goal.patienceS);
  }
}

export function loadFor(goal: ServiceGoal, lines: number, holdS: number): number {
  if (lines === 0) return 0;
  // However many come, the lines serve no more than keep all of them taken.
  const bound = goal.type === 'wait' ? lines / goal.share : lines / (1 - goal.share);
  return mostLoad((load) => serviceAt(goal, load, lines, holdS).keeps, bound);
}

export function serviceAt(goal: ServiceGoal, load: number, lines: number, holdS: number): ServiceAt {
  const none = { lines, blocked: null, waits: null, answeredWithin: null, abandons: null, meanWaitS: null };
  const occupied = (carried: number): number => (lines === 0 ? 0 : Math.min(1, carried / lines));
  switch (goal.type) {
    case 'blocking': {
      const blocked = lossShare(load, lines);
      return { ...none, blocked, occupancy: occupied(load * (1 - blocked)), keeps: blocked <= goal.share };
    }
    case 'wait': {
      const { share, waitS, patienceS } = goal;
      if (patienceS === null) {
        const within = 1 - delayShareBeyond(load, lines, holdS, waitS);
        const mean = meanDelayS(load, lines, holdS);
        return {
          ...none,
          waits: delayShare(load, lines),
          answeredWithin: within,
          meanWaitS: Number.isFinite(mean) ? mean : null,
          occupancy: occupied(load),
          keeps: within >= share,
        };
      }
      const within = answeredWithin(load, lines, holdS, patienceS, waitS);
      return {
        ...none,
        ...left(load, lines, holdS, patienceS),
        answeredWithin: within,
        keeps: within >= share,
      };
    }
    case 'abandonment': {
      const found = left(load, lines, holdS, goal.patienceS);
      return { ...none, ...found, keeps: found.abandons <= goal.share };
    }
  }
}

function left(
  load: number,
  lines: number,
  holdS: number,
  patienceS: number,
): Pick<ServiceAt, 'waits' | 'meanWaitS' | 'occupancy'> & { readonly abandons: number } {
  const { waits, abandons, meanWaitS } = abandonment(load, lines, holdS, patienceS);
  const occupancy = lines === 0 ? 0 : Math.min(1, (load * (1 - abandons)) / lines);
  return { waits, abandons, meanWaitS, occupancy };
}
