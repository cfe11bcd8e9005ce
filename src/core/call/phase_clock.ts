/**
 * Which phase a call is in, and until when: none but the last outlives the call's own limit. It follows the table of phases; what
 * that does not list is a defect, told where the call is strict. Pure; instants in ms.
 */

import type { CallInput } from './effect.ts';
import { table, type Phase, type Rule } from './phases.ts';

export class PhaseClock {
  phase: Phase = 'waiting';
  /** When the phase itself gives up. */
  deadlineMs = Infinity;
  /** The deadline, once it passes, is the call’s own limit. */
  outOfTime = false;
  /** By which the input at hand is dealt with. */
  private rule: Rule | null = null;
  private readonly endsMs: number;
  private readonly strict: boolean;

  /** `endsMs`: the call's own limit. */
  constructor(endsMs: number, strict: boolean) {
    this.endsMs = endsMs;
    this.strict = strict;
  }

  /** What to do with an input; null: this phase does not know it. */
  take(type: CallInput['type']): Rule | null {
    const rule = table[this.phase][type] ?? null;
    if (rule === null) this.defect(`a call that is ${this.phase} does not know "${type}"`);
    else this.rule = rule;
    return rule;
  }

  enter(phase: Phase, deadlineMs: number): void {
    if (phase !== this.phase && this.rule?.to.includes(phase) !== true) {
      this.defect(`no way leads from ${this.phase} to ${phase}`);
    }
    const limitMs = phase === 'closing' || phase === 'ended' ? Infinity : this.endsMs;
    this.phase = phase;
    this.deadlineMs = Math.min(deadlineMs, limitMs);
    this.outOfTime = limitMs < deadlineMs;
  }

  defect(what: string): void {
    if (this.strict) throw new Error(what);
  }
}
