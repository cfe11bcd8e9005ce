/** How far a caller is in its script. Pure. */

import type { CallSpec } from './call_spec.ts';
import type { TurnKind } from '../log/record.ts';
import { listens, type PlanStep } from './script.ts';

export class ScriptWalk {
  private readonly steps: readonly PlanStep[];
  private index = -1;

  constructor(spec: CallSpec) {
    this.steps = spec.caller.steps;
  }

  /** Undefined: it has not begun, or has run out. */
  get current(): PlanStep | undefined {
    return this.steps[this.index];
  }

  get next(): PlanStep | undefined {
    return this.steps[this.index + 1];
  }

  /** Index of the step at hand, 0 before the first. */
  get at(): number {
    return Math.max(0, this.index);
  }

  /** On to the next step. */
  advance(): PlanStep | undefined {
    this.index++;
    return this.current;
  }

  /** Where a turn that begins now stands in it, and whether an answer to that is waited for. */
  turn(kind: TurnKind): { readonly step: number; readonly expectsAnswer: boolean } {
    const next = kind === 'greeting' ? this.steps[0] : this.next;
    return { step: this.at, expectsAnswer: listens(next) };
  }

  /** After a murmur the caller hears the answer out, unless a step of its own does that, or it hangs up. */
  get hearsOut(): boolean {
    const { next } = this;
    return next !== undefined && next.op !== 'hangup' && !listens(next);
  }
}
