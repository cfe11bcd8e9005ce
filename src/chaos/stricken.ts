/**
 * Whether a call is one of those that a fault strikes. Pure and seeded. A share is not left to chance call by call: of the calls
 * that the fault may strike, taken in their order, each stretch that is to have one has exactly one, the seed decides which. So
 * half of 500 calls are 250, whatever the seed, and any beginning of a run has its share, give or take one.
 */

import { drawCaller } from '../core/call/draw_caller.ts';
import type { Plan, PlanFault } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';

/** The `number`-th of the plan's faults. */
export function isStricken(plan: Plan, wish: PlanFault, number: number, call: number): boolean {
  const { share } = wish;
  if (share <= 0 || !mayBeStricken(plan, wish, call)) return false;
  if (share >= 1) return true;
  const rank = rankOf(plan, wish, number, call);
  const key = wish.seed === undefined ? [plan.seed, number] : [wish.seed];
  // Of the rarer kind, struck or spared, there is one to a stretch: no stretch is then shorter than two.
  const spares = share > 0.5;
  const rarer = spares ? 1 - share : share;
  const stretch = Math.floor(rank * rarer + TINY);
  const from = Math.ceil(stretch / rarer - TINY);
  const to = Math.ceil((stretch + 1) / rarer - TINY);
  const chosen = from + Math.floor(new Random('chaos', ...key, wish.fault, stretch).next() * (to - from));
  return (rank === chosen) !== spares;
}

/** Shares are decimals, and decimals are not exact. */
const TINY = 1e-9;

function mayBeStricken(plan: Plan, { callers, every }: PlanFault, call: number): boolean {
  if (every !== undefined && (call + 1) % every !== 0) return false;
  return callers === undefined || callers.includes(plan.callers[drawCaller(plan, call)]?.name ?? '');
}

/** Of each plan and fault with callers of its own: how many calls before call n it may strike. */
const ranks = new WeakMap<Plan, Map<number, number[]>>();

function rankOf(plan: Plan, wish: PlanFault, number: number, call: number): number {
  const { callers, every = 1 } = wish;
  if (callers === undefined) return Math.floor(call / every);
  let ofPlan = ranks.get(plan);
  if (ofPlan === undefined) ranks.set(plan, (ofPlan = new Map<number, number[]>()));
  let before = ofPlan.get(number);
  if (before === undefined) ofPlan.set(number, (before = [0]));
  for (let next = before.length - 1; next < call; next++) {
    before.push((before[next] as number) + (mayBeStricken(plan, wish, next) ? 1 : 0));
  }
  return before[call] as number;
}
