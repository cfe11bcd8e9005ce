/**
 * A script in its plain order: the steps that a caller goes through where each step that hears goes the way that it goes when nobody
 * can tell what was said. What comes back to hear again is counted once. Pure.
 */

import { plainWay, type PlanStep } from '../core/call/script.ts';

export function plainOrder(steps: readonly PlanStep[]): readonly PlanStep[] {
  const order: PlanStep[] = [];
  const heard = new Set<number>();
  // Each step that hears is gone from twice at most: this bounds a script that is none.
  for (let at = 0, left = 3 * steps.length; at < steps.length && left > 0; left--) {
    const step = steps[at] as PlanStep;
    if (step.op === 'go') {
      at = step.to;
      continue;
    }
    order.push(step);
    if (step.op !== 'hear') at++;
    else if (heard.has(at)) at = step.past;
    else {
      heard.add(at);
      at = plainWay(step).to;
    }
  }
  return order;
}
