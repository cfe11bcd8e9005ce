/**
 * What was expected and how often it came, one line an expectation, and of callers with a goal how reliably they reach it. Pure. A
 * result that a log has of an expectation that its header does not know is left out: there is nothing to call it by.
 */

import type { CallRecord } from '../core/log/record.ts';
import type { ExpectationResult } from '../core/log/judged.ts';
import type { ConditionKind, PlanExpectation } from '../core/plan/expectation.ts';
import { cut } from '../core/word/visible.ts';
import { passPowers } from './pass_power.ts';
import { wilson, type Interval } from './statistics.ts';

const MOST_CHARACTERS = 500;

export interface ExpectationSummary {
  readonly text: string;
  /** What kind of condition stands at its top. */
  readonly kind: ConditionKind;
  /** Null: of all callers. */
  readonly caller: string | null;
  /** Where in the caller's script it is written, from 1: it is of the turn before. Null: of the whole call. */
  readonly place: number | null;
  readonly goal: boolean;
  readonly met: number;
  /** How often it was judged: in calls that did not come to it, it was not. */
  readonly of: number;
  /** Of those not met: there was no data to judge it by. */
  readonly unknown: number;
  /** Wilson, 95%. */
  readonly ci: Interval | null;
  /** The first that was not met. */
  readonly example: { readonly call: number; readonly turn: number | null; readonly detail: string } | null;
  /** Of a goal: the chance that k calls of this caller all reach it, for k = 1, 2, …; as far as there are calls. */
  readonly passPowers?: readonly number[];
}

export class ExpectationTally {
  private readonly expectations: readonly PlanExpectation[];
  private readonly tallies: readonly Tally[];

  constructor(expectations: readonly PlanExpectation[]) {
    this.expectations = expectations;
    this.tallies = expectations.map(() => ({ met: 0, of: 0, unknown: 0, example: null }));
  }

  /** How a call ended. */
  call({ call, expectations: results }: Pick<CallRecord, 'call' | 'expectations'>): void {
    if (results === undefined) return;
    for (const result of results) {
      const tally = this.tallies[result.expectation];
      if (tally !== undefined) count(tally, call, result);
    }
  }

  /** Of the calls so far. */
  summaries(): readonly ExpectationSummary[] {
    return summariesOf(this.expectations, this.tallies);
  }
}

function summariesOf(
  expectations: readonly PlanExpectation[],
  tallies: readonly Tally[],
): readonly ExpectationSummary[] {
  return expectations.map(({ text, condition, caller = null, place = null, goal = false }, index) => {
    const { met, of, unknown, example } = tallies[index] as Tally;
    return {
      text: cut(text, MOST_CHARACTERS),
      kind: condition.is,
      caller,
      place,
      goal,
      met,
      of,
      unknown,
      ci: of === 0 ? null : wilson(met, of),
      example,
      ...(goal ? { passPowers: passPowers(met, of) } : {}),
    };
  });
}

interface Tally {
  met: number;
  of: number;
  unknown: number;
  example: ExpectationSummary['example'];
}

function count(
  tally: Tally,
  call: number,
  { met, turn, detail = '', unknown, untold }: ExpectationResult,
): void {
  if (untold === true) return;
  tally.of++;
  if (met) tally.met++;
  else {
    if (unknown === true) tally.unknown++;
    tally.example ??= { call, turn, detail: cut(detail, MOST_CHARACTERS) };
  }
}
