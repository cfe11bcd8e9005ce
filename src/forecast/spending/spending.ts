/**
 * What a run has spent so far, by what its calls have told, and what those that go on will still cost. Asked after every word of a
 * call: O(1) but for `review`, and for prices by time. What is priced by time costs by the second since the session is ready, also between
 * two words. What was told of nowhere is in no figure. Pure; USD at the most that it can have cost.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import type { UsedSoFar } from '../../core/log/call_report.ts';
import type { CallRecord, StartedRecord, TurnRecord, Usage } from '../../core/log/record.ts';
import { noUsage, outputTokens } from '../../core/log/usage.ts';
import { costOf } from '../../pricing/cost.ts';
import { timeUsd } from '../../pricing/time_cost.ts';
import type { Prices } from '../../pricing/prices.ts';
import { CostCurve, type CostPath } from './cost_curve.ts';

/** What calls of a kind of caller are expected to cost, and how many of all calls these are. */
export interface ExpectedCost {
  readonly weight: number;
  readonly paths: readonly CostPath[];
}

interface Going {
  readonly caller: string;
  readyMs: number | null;
  usage: Usage;
  /** Of turns that were written down: of one that was told of in no other way. */
  turnsUsd: number;
  usd: number;
  readonly answersUsd: number[];
  /** What it is expected to have cost in the end. */
  finalUsd: number;
  variance: number;
  answerUsd: number;
}

/** What these would have cost in the end nobody knows. */
const cutShort: ReadonlySet<FailureCode> = new Set([
  'budget',
  'call_budget',
  'interrupted',
  'threshold',
  'worker_lost',
  'engine_error',
]);
/** How far above what is expected a reserve reaches: one in twenty needs more. */
const UPPER = 1.645;

export class Spending {
  private readonly prices: Prices;
  private readonly expected: ReadonlyMap<string, ExpectedCost>;
  private readonly curves = new Map<string, CostCurve>();
  /** How many calls of each caller were started. */
  private readonly starts = new Map<string, number>();
  private readonly calls = new Map<number, Going>();
  private closedUsd = 0;
  private openUsd = 0;
  private finalsUsd = 0;
  private variance = 0;
  private answersUsd = 0;

  constructor(prices: Prices, expected: ReadonlyMap<string, ExpectedCost>) {
    this.prices = prices;
    this.expected = expected;
  }

  /** Calls that go on. */
  get going(): number {
    return this.calls.size;
  }

  started({ call, caller = '' }: Pick<StartedRecord, 'call' | 'caller'>): void {
    const going: Going = {
      caller,
      readyMs: null,
      usage: noUsage,
      turnsUsd: 0,
      usd: 0,
      answersUsd: [],
      finalUsd: 0,
      variance: 0,
      answerUsd: 0,
    };
    this.calls.set(call, going);
    this.starts.set(caller, (this.starts.get(caller) ?? 0) + 1);
    this.reserve(going, 0);
  }

  used({ call, atMs, readyMs, usage }: UsedSoFar): void {
    const going = this.calls.get(call);
    if (going === undefined) return;
    going.readyMs ??= readyMs;
    const answered = outputTokens(usage) > outputTokens(going.usage);
    going.usage = usage;
    this.spend(going, Math.max(going.usd, costOf(usage, this.prices, 0).totalUsd));
    if (!answered) return;
    const usd = going.usd + this.timeUsd(going, atMs);
    this.curve(going.caller).told(going.answersUsd.length, usd - (going.answersUsd.at(-1) ?? 0));
    going.answersUsd.push(usd);
    this.reserve(going, usd);
  }

  /** A turn that is written down: told before, as a rule. */
  turn({ call, usage }: Pick<TurnRecord, 'call' | 'usage'>): void {
    const going = this.calls.get(call);
    if (usage === null) return;
    const usd = costOf(usage, this.prices, 0).totalUsd;
    if (going === undefined) {
      this.started({ call });
      this.turn({ call, usage });
      return;
    }
    going.turnsUsd += usd;
    this.spend(going, Math.max(going.usd, going.turnsUsd));
  }

  ended(record: Pick<CallRecord, 'call' | 'readyMs' | 'endedMs' | 'usage' | 'failure'>): void {
    const going = this.calls.get(record.call);
    const { readyMs, endedMs } = record;
    const seconds = readyMs === null ? 0 : Math.max(0, (endedMs ?? readyMs) - readyMs) / 1000;
    const totalUsd = Math.max(going?.usd ?? 0, costOf(record.usage, this.prices, seconds).totalUsd);
    this.closedUsd += totalUsd;
    if (going === undefined) return;
    this.calls.delete(record.call);
    this.openUsd -= going.usd;
    this.release(going);
    if (record.failure === null || !cutShort.has(record.failure)) {
      this.curve(going.caller).add({ answersUsd: going.answersUsd, totalUsd });
    }
  }

  spentUsd(nowMs: number): number {
    return Math.max(0, this.closedUsd + this.goingOnUsd(nowMs));
  }

  private goingOnUsd(nowMs: number): number {
    return this.openUsd + this.openTimeUsd(nowMs);
  }

  /** What it has cost so far; 0 where it does not go on. */
  spentOn(call: number, nowMs: number): number {
    const going = this.calls.get(call);
    return going === undefined ? 0 : going.usd + this.timeUsd(going, nowMs);
  }

  /** What the calls that go on will still cost, at an upper quantile; and `further` ones that were to start now. */
  reserveUsd(nowMs: number, further = 0): number {
    const call = further === 0 ? { meanUsd: 0, variance: 0 } : this.furtherCall();
    const meanUsd = this.finalsUsd - this.goingOnUsd(nowMs) + further * call.meanUsd;
    const variance = Math.max(0, this.variance) + further * call.variance;
    return Math.max(0, meanUsd) + UPPER * Math.sqrt(variance);
  }

  /** What may at once be billed beyond what was told: an answer of each call that goes on. */
  get answersGoingOnUsd(): number {
    return Math.max(0, this.answersUsd);
  }

  /** What the time costs in the next so many ms, by prices that go by it. */
  aheadUsd(nowMs: number, ms: number): number {
    return this.openTimeUsd(nowMs + ms) - this.openTimeUsd(nowMs);
  }

  /** Reserves anew, by what calls have cost meanwhile. Of all calls that go on: now and then. */
  review(nowMs: number): void {
    for (const going of this.calls.values()) this.reserve(going, going.usd + this.timeUsd(going, nowMs));
  }

  /** Of the calls that go on, those that have cost so much: only these, and only now and then. */
  *beyond(usd: number, nowMs: number): Generator<number> {
    for (const [call, going] of this.calls) if (going.usd + this.timeUsd(going, nowMs) >= usd) yield call;
  }

  /** A call of whichever caller. */
  private furtherCall(): { readonly meanUsd: number; readonly variance: number } {
    let weights = 0;
    let meanUsd = 0;
    let square = 0;
    for (const caller of new Set([...this.expected.keys(), ...this.starts.keys()])) {
      const weight = this.expected.get(caller)?.weight ?? this.starts.get(caller) ?? 0;
      const outlook = this.curve(caller).rest(0);
      if (outlook === null) continue;
      weights += weight;
      meanUsd += weight * outlook.meanUsd;
      square += weight * (outlook.variance + outlook.meanUsd ** 2);
    }
    if (weights === 0) return { meanUsd: 0, variance: 0 };
    const mean = meanUsd / weights;
    return { meanUsd: mean, variance: Math.max(0, square / weights - mean ** 2) };
  }

  private curve(caller: string): CostCurve {
    let curve = this.curves.get(caller);
    if (curve === undefined) {
      curve = new CostCurve(this.expected.get(caller)?.paths ?? []);
      this.curves.set(caller, curve);
    }
    return curve;
  }

  private spend(going: Going, usd: number): void {
    this.openUsd += usd - going.usd;
    going.usd = usd;
  }

  /** `usd`: what it has cost; it will cost no less. */
  private reserve(going: Going, usd: number): void {
    this.release(going);
    const curve = this.curve(going.caller);
    const answers = going.answersUsd.length;
    const rest = curve.rest(answers);
    going.finalUsd = Math.max(usd, (going.answersUsd.at(-1) ?? 0) + (rest?.meanUsd ?? 0));
    going.variance = rest?.variance ?? 0;
    going.answerUsd = this.prices.model.kind === 'tokens' ? curve.answer(answers) : 0;
    this.finalsUsd += going.finalUsd;
    this.variance += going.variance;
    this.answersUsd += going.answerUsd;
  }

  private release(going: Going): void {
    this.finalsUsd -= going.finalUsd;
    this.variance -= going.variance;
    this.answersUsd -= going.answerUsd;
    going.finalUsd = 0;
    going.variance = 0;
    going.answerUsd = 0;
  }

  private get byTime(): boolean {
    const { model, telephony, infrastructure } = this.prices;
    return model.kind === 'duration' || telephony !== undefined || infrastructure !== undefined;
  }

  /** Begun minutes may be billed whole, so that it is no sum of instants. */
  private openTimeUsd(nowMs: number): number {
    if (!this.byTime) return 0;
    let usd = 0;
    for (const going of this.calls.values()) usd += this.timeUsd(going, nowMs);
    return usd;
  }

  private timeUsd({ readyMs }: Going, nowMs: number): number {
    if (readyMs === null || !this.byTime) return 0;
    return timeUsd(Math.max(0, nowMs - readyMs) / 1000, this.prices);
  }
}
