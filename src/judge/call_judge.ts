/**
 * Looks at what a run writes down, call by call, and adds to it what the agent's answers were taken for, what was expected and what
 * came. Pure: fed with records in the order in which they are written, it gives each back, the same where there is nothing to add.
 * Of a call it keeps its turns, until the call's own record, which is its last.
 */

import { callOf } from '../core/call/call_spec.ts';
import type { ExpectationResult } from '../core/log/judged.ts';
import type { CallLine, CallRecord, StrikeRecord, TurnRecord } from '../core/log/record.ts';
import type { Plan } from '../core/plan/plan.ts';
import { tellsOfItself } from '../core/plan/tells_of_itself.ts';
import { expectationResults } from './expect/results.ts';
import { CallFallbacks, warm, type FallbackOptions } from './fallback/call_fallbacks.ts';
import { phraseBooks, type PhraseBooks } from './fallback/phrase_books.ts';
import { Struck } from './struck.ts';
import { fallbackRecord, toldTurn } from './told_turn.ts';

interface OpenCall {
  readonly turns: TurnRecord[];
  readonly strikes: StrikeRecord[];
  readonly fallbacks: CallFallbacks;
}

export class CallJudge {
  private readonly plan: Plan;
  /** Nothing is told of the agent's words and tools. */
  private readonly silent: boolean;
  private readonly struck: Struck;
  private readonly settings: FallbackOptions;
  private readonly books: PhraseBooks;
  /** Those that go on. */
  private readonly calls = new Map<number, OpenCall>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.silent = !tellsOfItself(plan);
    this.struck = new Struck(plan);
    // Checked where the scenario was read: its labels are labels.
    this.settings = plan.judgement.fallbacks ?? {};
    this.books = phraseBooks(this.settings.phrases);
  }

  /** Before a run whose instants count. */
  warm(): void {
    warm(this.settings, this.books);
  }

  /** The record as it is to be written. */
  told(record: CallLine): CallLine {
    if (record.type === 'turn') return this.turn(record);
    if (record.type === 'strike') this.callOf(record.call).strikes.push(record);
    return record.type === 'call' ? this.call(record) : record;
  }

  private turn(record: TurnRecord): TurnRecord {
    const call = this.callOf(record.call);
    const judged = toldTurn(record, call.fallbacks);
    const untold = this.silent && record.heardText === null && judged.fallbacks?.length === 0;
    const told = untold ? { ...judged, fallbacks: null } : judged;
    call.turns.push(told);
    return told;
  }

  private call(record: CallRecord): CallRecord {
    const { turns, strikes, fallbacks } = this.callOf(record.call);
    this.calls.delete(record.call);
    const ended = fallbacks.ended(record).map(fallbackRecord);
    turns.sort((a, b) => a.turn - b.turn);
    const expectations = this.expectationsOf({ ...record, fallbacks: ended }, turns);
    const struck = this.struck.of(strikes, turns, record);
    if (ended.length === 0 && expectations.length === 0 && struck.length === 0) return record;
    return {
      ...record,
      ...(struck.length === 0 ? {} : { struck }),
      ...(ended.length === 0 ? {} : { fallbacks: ended }),
      ...(expectations.length === 0 ? {} : { expectations }),
    };
  }

  private callOf(index: number): OpenCall {
    let call = this.calls.get(index);
    if (call === undefined)
      this.calls.set(
        index,
        (call = { turns: [], strikes: [], fallbacks: new CallFallbacks(this.settings, this.books) }),
      );
    return call;
  }

  private expectationsOf(call: CallRecord, turns: readonly TurnRecord[]): readonly ExpectationResult[] {
    const { expectations } = this.plan.judgement;
    if (expectations === undefined || (call.outcome !== 'completed' && call.outcome !== 'failed')) return [];
    const { persona } = callOf(this.plan, call.call);
    if (!this.silent) return expectationResults(expectations, { call, all: turns, persona });
    const all = turns.map(withoutUntold);
    return expectationResults(expectations, { call, all, persona }).map((result) =>
      result.unknown === true ? { ...result, untold: true } : result,
    );
  }
}

/** That no tools were told does not say that none were called. */
function withoutUntold(turn: TurnRecord): TurnRecord {
  if (turn.tools === undefined || turn.tools.length > 0) return turn;
  const { tools: _, ...rest } = turn;
  return rest;
}
