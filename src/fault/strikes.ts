/**
 * The faults that struck one plan, each by the part of the plan that it changed, until that part is carried out. Pure. Only
 * then is a strike told of, with that instant: what a plan never came to did nothing to anybody.
 */

import type { ActiveFault } from './active_faults.ts';

export type NoteStrike = (fault: string, atMs: number) => void;

export class Strikes<Plan extends object> {
  private readonly byPart = new Map<keyof Plan, string[]>();
  private readonly note: NoteStrike;

  constructor(note: NoteStrike) {
    this.note = note;
  }

  /** `addsUp`: the part in which one fault's change goes on top of another's; elsewhere the last one stands. */
  add(fault: string, before: Plan, after: Plan, addsUp: keyof Plan): void {
    for (const part of Object.keys(after) as (keyof Plan)[]) {
      if (after[part] === before[part]) continue;
      const others = part === addsUp ? (this.byPart.get(part) ?? []) : [];
      this.byPart.set(part, [...others, fault]);
    }
  }

  /** Some fault has changed this part, and it has not been carried out yet. */
  awaits(part: keyof Plan): boolean {
    return this.byPart.has(part);
  }

  carriedOut(part: keyof Plan, atMs: number): void {
    const faults = this.byPart.get(part);
    if (faults === undefined) return;
    this.byPart.delete(part);
    for (const fault of faults) this.note(fault, atMs);
  }
}

/** A plan as the faults have left it. */
export interface Struck<Plan extends object> {
  readonly plan: Plan;
  readonly strikes: Strikes<Plan>;
}

const unstruck = new Strikes<object>(() => {});

/** Has one fault after another change a plan. `addsUp`: as in `Strikes.add`. */
export function strike<Plan extends object, Effect>(
  plan: Plan,
  striking: readonly ActiveFault<Effect>[],
  change: (fault: ActiveFault<Effect>, before: Plan) => Plan,
  addsUp: keyof Plan,
  note: NoteStrike,
): Struck<Plan> {
  if (striking.length === 0) return { plan, strikes: unstruck };
  const strikes = new Strikes<Plan>(note);
  let changed = plan;
  for (const fault of striking) {
    const before = changed;
    changed = change(fault, before);
    strikes.add(fault.name, before, changed, addsUp);
  }
  return { plan: changed, strikes };
}
