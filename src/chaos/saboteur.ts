/**
 * What goes wrong on purpose in one call: which of the plan's faults are this call's, in which of its moments each strikes, and
 * when that is due. Pure and seeded by (plan, call): the same call is spoiled in the same way on every engine, by itself or
 * among a thousand. It carries nothing out: the driver takes what is due, does it, and writes it down.
 */

import type { CallMoment } from '../core/call/effect.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { Plan, PlanFault } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import { chaosFaults } from './chaos_faults.ts';
import type { Deed } from './deed.ts';
import type { Sabotage, SabotageAt } from './moments.ts';

/** What is to be done now. */
export interface Strike {
  readonly fault: string;
  readonly deed: Deed;
}

interface Plot {
  readonly wish: PlanFault;
  readonly sabotage: Sabotage | SabotageAt;
  /** Moments of its kind that it has seen. */
  seen: number;
  /** Infinity: not called for (yet, or any more). */
  dueMs: number;
}

export class Saboteur {
  private readonly plots: readonly Plot[];

  /** `plan.faults` have been checked by the compiler; RangeError for one that nobody knows. */
  constructor(plan: Plan, { index, caller }: CallSpec) {
    this.plots = (plan.faults ?? []).flatMap((wish, number): Plot[] => {
      if (!strikes(plan.seed, wish, number, index, caller.name)) return [];
      const fault = chaosFaults.get(wish.fault);
      if (fault === undefined) throw new RangeError(`the plan has a fault "${wish.fault}" that is not known`);
      const sabotage = fault.does(wish.args);
      return [{ wish, sabotage, seen: 0, dueMs: 'atMs' in sabotage ? sabotage.atMs : Infinity }];
    });
  }

  /** Nothing goes wrong in this call. */
  get idle(): boolean {
    return this.plots.length === 0;
  }

  get wakeMs(): number {
    return this.plots.reduce((earliest, { dueMs }) => Math.min(earliest, dueMs), Infinity);
  }

  /** The call begins: what the run went through before is nothing to it. */
  begins(atMs: number): void {
    for (const plot of this.plots) if (plot.dueMs < atMs) plot.dueMs = Infinity;
  }

  /** The call is in this moment, since (or from) this instant. */
  happens(moment: CallMoment, step: number, atMs: number): void {
    for (const plot of this.plots) {
      const { wish, sabotage } = plot;
      if ('atMs' in sabotage || sabotage.during !== moment || (wish.step !== undefined && wish.step !== step))
        continue;
      if (atMs < (wish.fromMs ?? 0) || atMs >= (wish.untilMs ?? Infinity)) continue;
      plot.seen++;
      if (plot.seen === (wish.nth ?? 1)) plot.dueMs = atMs + sabotage.afterMs;
    }
  }

  /** What is due by now, in the plan's order; each is told once. */
  take(atMs: number): readonly Strike[] {
    const due = this.plots.filter(({ dueMs }) => dueMs <= atMs);
    for (const plot of due) plot.dueMs = Infinity;
    return due.map(({ wish, sabotage }) => ({ fault: wish.fault, deed: sabotage.deed }));
  }
}

/** Whether the n-th of the plan's faults is one of this call's. */
function strikes(seed: number, wish: PlanFault, number: number, call: number, caller: string): boolean {
  const { callers, every, share } = wish;
  if (callers !== undefined && !callers.includes(caller)) return false;
  if (every !== undefined && (call + 1) % every !== 0) return false;
  const key = wish.seed === undefined ? [seed, number] : [wish.seed];
  return new Random('chaos', ...key, wish.fault, call).chance(share);
}
