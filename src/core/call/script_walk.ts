/**
 * How far a caller is in its script: what is at hand, what comes next, and how often it has come back to hear again. It ends on every
 * script: each way back is counted. Pure.
 */

import type { CallSpec } from './call_spec.ts';
import type { TurnKind } from '../log/record.ts';
import { listens, mayBeHungUp, type PlanStep, type Way } from './script.ts';

export class ScriptWalk {
  /** It goes on by what it hears, somewhere. */
  readonly hears: boolean;
  private readonly steps: readonly PlanStep[];
  private index = -1;
  /** By the index of a step that hears: how often it was come back to. */
  private readonly rounds = new Map<number, number>();

  constructor(spec: CallSpec) {
    this.steps = spec.caller.steps;
    this.hears = this.steps.some(({ op }) => op === 'hear');
  }

  /** Undefined: it has not begun, or has run out. */
  get current(): PlanStep | undefined {
    return this.steps[this.index];
  }

  /** Not known after a step that hears. */
  get next(): PlanStep | undefined {
    return this.current?.op === 'hear' ? undefined : this.steps[this.done(this.index + 1)];
  }

  /** Index of the step at hand, 0 before the first. */
  get at(): number {
    return Math.max(0, this.index);
  }

  /** On to the next step, or to another. */
  advance(to = this.index + 1): PlanStep | undefined {
    this.index = this.done(to);
    return this.current;
  }

  /** The step that is to be done, of one that may only lead elsewhere. Throws RangeError where that leads nowhere. */
  private done(index: number): number {
    let at = index;
    for (let hops = 0; hops <= this.steps.length; hops++) {
      const step = this.steps[at];
      if (step?.op !== 'go') return at;
      at = step.to;
    }
    throw new RangeError(`step ${index} of the script leads round in a circle`);
  }

  /** The step at hand hears, and goes this way: false where that is one round too many. */
  takes({ again }: Way): boolean {
    const step = this.current;
    if (again !== true || step?.op !== 'hear') return true;
    const rounds = this.rounds.get(this.index) ?? 0;
    if (rounds >= step.again) return false;
    this.rounds.set(this.index, rounds + 1);
    return true;
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

  /** Whether the agent may end the call in a step that may follow. */
  get mayBeHungUpNext(): boolean {
    const step = this.current;
    if (step?.op !== 'hear') return mayBeHungUp(this.next);
    const ways = [step.past, step.otherwise.to, ...step.branches.map(({ to }) => to)];
    return ways.some((to) => mayBeHungUp(this.steps[this.done(to)]));
  }
}
