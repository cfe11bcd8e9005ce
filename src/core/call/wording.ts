/**
 * In which words a caller says what it may say in several ways: another one each time that it comes to the step, from a first one
 * that the seed decides. Pure.
 */

import type { CallSpec } from './call_spec.ts';
import type { Plan } from '../plan/plan.ts';
import { Random } from '../word/random.ts';
import type { PlanStep, SpeechPart } from './script.ts';

export class Wording {
  /** As it was said last. */
  last: readonly SpeechPart[] = [];
  private readonly seed: number;
  private readonly call: number;
  /** By the index of a step: how often it was said. */
  private readonly times = new Map<number, number>();

  constructor(plan: Plan, spec: CallSpec) {
    this.seed = plan.seed;
    this.call = spec.index;
  }

  of({ speech, others }: Extract<PlanStep, { op: 'say' }>, step: number): readonly SpeechPart[] {
    if (others === undefined) this.last = speech;
    else {
      const times = this.times.get(step) ?? 0;
      this.times.set(step, times + 1);
      const ways = [speech, ...others];
      const first = new Random(this.seed, 'wording', this.call, step).below(ways.length);
      this.last = ways[(first + times) % ways.length] ?? speech;
    }
    return this.last;
  }
}
