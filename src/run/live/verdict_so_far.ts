/**
 * The verdict of a run that is not over: what nothing has been measured for yet is no failure, and as long as no call has ended there
 * is nothing to judge. Pure.
 */

import { told } from '../../report/judge.ts';
import type { Summary, ThresholdResult, Verdict } from '../../report/summary.ts';

export function verdictSoFar({ verdict, calls }: Pick<Summary, 'verdict' | 'calls'>): Verdict {
  const thresholds = verdict.thresholds.filter((result) => !isToCome(result));
  if (calls.planned === 0) {
    return { ...verdict, result: 'not_judged', reasons: ['no call has ended yet'], thresholds };
  }
  const early = new Set(verdict.thresholds.filter(isToCome).map(told));
  const reasons = verdict.reasons.filter((reason) => !early.has(reason));
  const { result } = verdict;
  if (result !== 'fail' || reasons.length > 0) return { ...verdict, reasons, thresholds };
  return thresholds.length > 0
    ? { ...verdict, result: 'pass', reasons, thresholds }
    : { ...verdict, result: 'not_judged', reasons: ['nothing has been measured yet'], thresholds };
}

function isToCome({ count }: ThresholdResult): boolean {
  return count === 0;
}
