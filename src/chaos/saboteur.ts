/**
 * What goes wrong on purpose in one call: which of the plan's faults are this call's, in which of its moments each strikes, and
 * when that is due. Pure and seeded by (plan, call): the same call is spoiled in the same way on every engine, by itself or
 * among a thousand. It carries nothing out: the driver takes what is due, does it, and writes it down.
 */

import type { CallSpec } from '../core/call/call_spec.ts';
import type { Plan, PlanFault } from '../core/plan/plan.ts';
import { chaosFaults } from './chaos_faults.ts';
import type { Deed } from './deed.ts';
import type { ChaosMoment, Sabotage, SabotageAt } from './moments.ts';
import { isStricken } from './stricken.ts';

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
  constructor(plan: Plan, { index }: CallSpec) {
    this.plots = (plan.faults ?? []).flatMap((wish, number): Plot[] => {
      if (!isStricken(plan, wish, number, index)) return [];
      const fault = chaosFaults.get(wish.fault);
      if (fault === undefined) throw new RangeError(`the plan has a fault "${wish.fault}" that is not known`);
      const { during } = wish.args;
      // Plans that were kept before have it under its other name.
      const sabotage = fault.does(during === undefined ? wish.args : { phase: during, ...wish.args });
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
  happens(moment: ChaosMoment, step: number, atMs: number): void {
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
    return struck(this.plots.filter(({ dueMs }) => dueMs <= atMs));
  }

  /** The call is in this moment now: what is due of it at once. */
  reach(moment: ChaosMoment, step: number, atMs: number): readonly Strike[] {
    this.happens(moment, step, atMs);
    return struck(
      this.plots.filter(
        ({ sabotage, dueMs }) => !('atMs' in sabotage) && sabotage.during === moment && dueMs <= atMs,
      ),
    );
  }
}

function struck(due: readonly Plot[]): readonly Strike[] {
  for (const plot of due) plot.dueMs = Infinity;
  return due.map(({ wish, sabotage }) => ({ fault: wish.fault, deed: sabotage.deed }));
}
