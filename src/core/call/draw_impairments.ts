/** Which of the plan's impairments a call is spoiled by: a seeded draw of its own for each. Pure. */

import type { Plan, PlanImpairment } from '../plan/plan.ts';
import { Random } from '../word/random.ts';

/** Whether it is for all calls that it may be for. */
export function isForAll({ share, every }: PlanImpairment): boolean {
  return share === 1 && every === undefined;
}

/** Whether it may be for this caller. */
export function isFor({ callers }: PlanImpairment, caller: string): boolean {
  return callers === undefined || callers.includes(caller);
}

/** Indices into `plan.impairments`, ascending. A pure function of (plan, call). */
export function drawImpairments(
  { impairments, seed }: Plan,
  caller: string,
  index: number,
): readonly number[] {
  if (impairments === undefined) return none;
  return impairments.flatMap((impairment, number) => {
    if (!isFor(impairment, caller)) return [];
    const { every, share } = impairment;
    if (every !== undefined && (index + 1) % every !== 0) return [];
    const key = impairment.seed === undefined ? [seed, number] : [impairment.seed];
    return new Random('impair', ...key, impairment.impair, index).chance(share) ? [number] : [];
  });
}

const none: readonly number[] = [];
