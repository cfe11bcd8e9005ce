/**
 * Looks at what a run writes down, call by call, and adds to it what the agent's answers were taken for, what was expected and what
 * came. Pure: fed with records in the order in which they are written, it gives each back, the same where there is nothing to add.
 * Of a call it keeps its turns, until the call's own record, which is its last.
 */

import { callOf } from '../core/call/call_spec.ts';
import type { ExpectationResult } from '../core/log/judged.ts';
import type { CallLine, CallRecord, TurnRecord } from '../core/log/record.ts';
import type { Plan } from '../core/plan/plan.ts';
import { expectationResults } from './expect/results.ts';
import { CallFallbacks } from './fallback/call_fallbacks.ts';
import { fallbackRecord, toldTurn } from './told_turn.ts';

interface OpenCall {
  readonly turns: TurnRecord[];
  readonly fallbacks: CallFallbacks;
}

export class CallJudge {
  private readonly plan: Plan;
  /** Those that go on. */
  private readonly calls = new Map<number, OpenCall>();

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** The record as it is to be written. */
  told(record: CallLine): CallLine {
    if (record.type === 'turn') return this.turn(record);
    return record.type === 'call' ? this.call(record) : record;
  }

  private turn(record: TurnRecord): TurnRecord {
    const call = this.callOf(record.call);
    const told = toldTurn(record, call.fallbacks);
    call.turns.push(told);
    return told;
  }

  private call(record: CallRecord): CallRecord {
    const { turns, fallbacks } = this.callOf(record.call);
    this.calls.delete(record.call);
    const ended = fallbacks.ended(record).map(fallbackRecord);
    turns.sort((a, b) => a.turn - b.turn);
    const expectations = this.expectationsOf(record, turns);
    if (ended.length === 0 && expectations.length === 0) return record;
    return {
      ...record,
      ...(ended.length === 0 ? {} : { fallbacks: ended }),
      ...(expectations.length === 0 ? {} : { expectations }),
    };
  }

  private callOf(index: number): OpenCall {
    let call = this.calls.get(index);
    if (call === undefined) this.calls.set(index, (call = { turns: [], fallbacks: new CallFallbacks() }));
    return call;
  }

  private expectationsOf(call: CallRecord, turns: readonly TurnRecord[]): readonly ExpectationResult[] {
    const { expectations } = this.plan.judgement;
    if (expectations === undefined || (call.outcome !== 'completed' && call.outcome !== 'failed')) return [];
    const { persona } = callOf(this.plan, call.call);
    return expectationResults(expectations, { call, all: turns, persona });
  }
}
