/**
 * The endings that were decided on when a session began, each waiting for what it hangs on: so long after the n-th time that
 * something happens. Pure. The first that is due is the only one that comes.
 */

import type { ActiveFault } from './active_faults.ts';
import { within, type When } from './occasions.ts';

/** When a session is ended, counted from the n-th time that something happens in it. */
export interface Ending<Happening extends string> {
  readonly on: Happening;
  readonly nth: number;
  readonly afterMs: number;
}

interface Awaited<Plan> {
  readonly fault: string;
  readonly plan: Plan;
  readonly when: When;
  happened: number;
  dueMs: number;
}

export class Endings<Happening extends string, Plan extends Ending<Happening>> {
  private awaited: Awaited<Plan>[] = [];

  await({ name, effect, when }: ActiveFault<Plan>): void {
    this.awaited.push({ fault: name, plan: effect, when, happened: 0, dueMs: Infinity });
  }

  /** `sinceMs`: in the session. */
  happens(what: Happening, atMs: number, sinceMs: number): void {
    for (const ending of this.awaited) {
      const { plan, when } = ending;
      if (plan.on !== what || !within(when, sinceMs)) continue;
      ending.happened++;
      if (ending.happened === plan.nth) ending.dueMs = atMs + plan.afterMs;
    }
  }

  nextDueMs(): number {
    let nextMs = Infinity;
    for (const { dueMs } of this.awaited) nextMs = Math.min(nextMs, dueMs);
    return nextMs;
  }

  /** The ending that is due; there is none after it. */
  take(atMs: number): { readonly fault: string; readonly plan: Plan } | null {
    const due = this.awaited.find(({ dueMs }) => dueMs <= atMs) ?? null;
    if (due !== null) this.awaited = [];
    return due;
  }
}
