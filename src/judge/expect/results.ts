/**
 * How every expectation that is of a call turned out in it. Pure. A turn that a call was bound to come to, and did not before it
 * failed, has not shown what was expected of it. What the harness itself put an end to is judged only by what it had shown.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import type { ExpectationResult } from '../../core/log/judged.ts';
import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type { PlanExpectation } from '../../core/plan/expectation.ts';
import { examine } from './examine.ts';
import type { Proof } from './proof.ts';
import { callScope, turnScope, type Scope } from './scope.ts';

/** Ends that are the run's own doing: what had not come by then might have. */
const stopped: ReadonlySet<FailureCode | null> = new Set<FailureCode>([
  'interrupted',
  'budget',
  'threshold',
  'worker_lost',
  'engine_error',
]);

export function expectationResults(
  expectations: readonly PlanExpectation[],
  of: Pick<Scope, 'all' | 'persona'> & { readonly call: CallRecord },
): readonly ExpectationResult[] {
  return expectations.flatMap((expectation, index): readonly ExpectationResult[] => {
    if (expectation.caller !== undefined && expectation.caller !== of.call.caller) return [];
    const { condition, withinMs, step } = expectation;
    if (step === undefined)
      return resultOf(index, expectation, null, examine(condition, callScope(of, withinMs)), of.call);
    const opened = openedBy(step, of.all);
    if (opened.length === 0) return unreached(index, expectation, of.call);
    return opened.flatMap((turns) => {
      const proof = examine(condition, turnScope(turns, of, withinMs));
      return resultOf(index, expectation, turns.at(-1) ?? null, proof, of.call);
    });
  });
}

/**
 * The turns of a step, one each time that a caller came to it. Words that the loss of a connection cut are said once more, and both
 * of these are one.
 */
function openedBy(step: number, all: readonly TurnRecord[]): readonly (readonly TurnRecord[])[] {
  const opened: TurnRecord[][] = [];
  for (const [index, turn] of all.entries()) {
    if (turn.step !== step) continue;
    const before = all[index - 1];
    if (before?.step === step && wasCut(before)) opened.at(-1)?.push(turn);
    else opened.push([turn]);
  }
  return opened;
}

function wasCut({ failure, marks }: TurnRecord): boolean {
  return (failure === 'disconnected' || failure === 'connection_lost') && marks.firstHeard === null;
}

function resultOf(
  index: number,
  { goal }: PlanExpectation,
  turn: TurnRecord | null,
  proof: Proof,
  call: CallRecord,
): readonly ExpectationResult[] {
  const base = {
    expectation: index,
    turn: turn === null ? null : turn.turn,
    ...(goal === true ? { goal } : {}),
  };
  if (proof.holds === true) return [{ ...base, met: true, atMs: proof.atMs }];
  if (stopped.has(call.failure)) return [];
  return proof.holds === null
    ? [{ ...base, met: false, atMs: null, detail: `no data: ${proof.missing}`, unknown: true }]
    : [{ ...base, met: false, atMs: null, detail: proof.why }];
}

function unreached(
  index: number,
  { conditional }: PlanExpectation,
  call: CallRecord,
): readonly ExpectationResult[] {
  if (call.outcome === 'completed' || conditional === true || stopped.has(call.failure)) return [];
  const detail = `the call failed before it came to this: ${call.failure ?? 'no reason is known'}`;
  return [{ expectation: index, turn: null, met: false, atMs: null, detail }];
}
