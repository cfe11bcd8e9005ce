/**
 * The cases of one condition at one level: what was seen, whether it is enough, and for which side. Pure. A case is a turn's value or
 * a call's outcome; what never came is later than any value.
 */

import { alike, type Case } from './alike.ts';
import type { CapacitySlo, SloFinding } from './capacity_result.ts';
import { exceeds } from './condition.ts';
import { casesWithoutBad, evidenceOf } from './evidence.ts';

/** From so many on, the likeness of cases can be seen. */
const ENOUGH_BAD = 40;
const SOME_BAD = 5;

export interface CaseRules {
  readonly alpha: number;
  /** Conditions that are tested together: one that fails by chance would be enough. */
  readonly conditions: number;
}

export class CaseTally {
  private readonly condition: CapacitySlo;
  private readonly cases: Case[] = [];
  /** Of each case its value; NaN of a rate's. */
  private readonly values: number[] = [];
  private bad = 0;

  constructor(condition: CapacitySlo) {
    this.condition = condition;
  }

  get count(): number {
    return this.cases.length;
  }

  /** Infinity: it never came. */
  value(value: number, call: number, atMs: number): void {
    this.add(exceeds(value, this.condition), value, call, atMs);
  }

  /** A case of a rate: whether what is counted was so. */
  happened(so: boolean, call: number, atMs: number): void {
    const under = this.condition.op === '<' || this.condition.op === '<=';
    this.add(under ? so : !so, Number.NaN, call, atMs);
  }

  /** Nothing speaks against the condition so far. */
  get seemsToHold(): boolean {
    return this.bad <= this.condition.mayBeBad * this.cases.length;
  }

  /** In the later half of the cases too: what is still getting worse has not settled. */
  get heldLately(): boolean {
    const later = this.cases.slice(Math.floor(this.cases.length / 2));
    return later.filter(({ bad }) => bad).length <= Math.max(1, this.condition.mayBeBad * later.length);
  }

  finding(slo: number, { alpha, conditions }: CaseRules): SloFinding & { readonly starved: boolean } {
    const { cases, bad } = this;
    const { mayBeBad } = this.condition;
    const much = this.alikeness();
    const told = evidenceOf(bad / much, cases.length / much, mayBeBad);
    const verdict =
      told.over >= conditions / alpha ? 'fails' : told.under >= 1 / alpha ? 'holds' : 'undecided';
    return {
      slo,
      verdict,
      why: this.why(verdict, alpha),
      observed: this.observed(),
      bad,
      cases: cases.length,
      alike: Number(much.toFixed(2)),
      evidence: { holds: told.under, fails: told.over },
      starved: cases.length < casesWithoutBad(mayBeBad, alpha),
    };
  }

  private why(verdict: SloFinding['verdict'], alpha: number): string {
    const { cases, bad } = this;
    const { mayBeBad, of } = this.condition;
    if (cases.length === 0) return `no ${of} was seen that it is about`;
    const seen = `${bad} of ${cases.length} ${of}s (${percent(bad / cases.length)}) are bad, and ${percent(mayBeBad)} may be`;
    if (verdict !== 'undecided') return seen;
    const least = casesWithoutBad(mayBeBad, alpha);
    return cases.length < least && bad === 0
      ? `${seen}: too few to tell, which takes at least ${least}`
      : `${seen}: too near to tell`;
  }

  private observed(): number | null {
    const { stat, op } = this.condition;
    const { length } = this.cases;
    if (length === 0) return null;
    const share = this.bad / length;
    if (stat === 'rate') return op === '<' || op === '<=' ? share : 1 - share;
    const value = this.sorted()[Math.ceil(length * (1 - this.condition.mayBeBad) - 1e-9) - 1];
    return value === undefined || value === Infinity ? null : value;
  }

  /** Of the bad ones, once there are enough of them; until then, of as many of the slowest as it takes to see it. */
  private alikeness(): number {
    const { cases, values, bad } = this;
    if (bad >= ENOUGH_BAD) return alike(cases, (index) => cases[index]?.bad === true);
    if (this.condition.stat === 'rate') {
      // Failures that came in one spell are not so many reasons to say that it fails.
      return bad < SOME_BAD ? 1 : alike(cases, (index) => cases[index]?.bad === true);
    }
    const sorted = this.sorted();
    const share = Math.min(0.5, ENOUGH_BAD / Math.max(1, cases.length));
    const cut = sorted[Math.floor(sorted.length * (1 - Math.max(this.condition.mayBeBad, share)))];
    return cut === undefined ? 1 : alike(cases, (index) => (values[index] as number) > cut);
  }

  private sorted(): readonly number[] {
    return Array.from(Float64Array.from(this.values).sort());
  }

  private add(bad: boolean, value: number, call: number, atMs: number): void {
    this.cases.push({ call, atMs, bad });
    this.values.push(value);
    if (bad) this.bad++;
  }
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
