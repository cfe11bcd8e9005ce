/**
 * The faults that struck one plan, each by the part of the plan that it changed, until that part is carried out. Pure. Only
 * then is a strike told of, with that instant: what a plan never came to did nothing to anybody.
 */

export class Strikes<Plan extends object> {
  private readonly byPart = new Map<keyof Plan, string[]>();
  private readonly note: (fault: string, atMs: number) => void;

  constructor(note: (fault: string, atMs: number) => void) {
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
