/**
 * Watches what a run costs, and keeps it within its budget. `polite`: no call starts for which what is left might not suffice, and
 * those that go on end by themselves; only where even their answers under way might pass the budget, they are ended. `now`: all are
 * ended once it is reached. Looked at with every word of a call, so that no more than an answer of each call that goes on can be
 * billed beyond it. A call that costs as much as a single one may is ended by itself. Where the target does not tell what it uses
 * nothing of this can be watched, and that is said at once, once.
 */

import type { UsedSoFar } from '../core/log/call_report.ts';
import type { BudgetMoment, BudgetRecord } from '../core/log/budget_record.ts';
import type { Judgement } from '../core/plan/plan.ts';
import { Spending, type ExpectedCost } from '../forecast/spending/spending.ts';
import { isKnown, knownPrices } from '../report/bill.ts';
import { plural, usd } from '../report/figure.ts';
import type { RunControl, Sink } from './sink.ts';

export interface BudgetSink extends Sink {
  /** How it was kept, so far. */
  account(): BudgetRecord;
}

export interface BudgetOptions {
  /** Told that it cannot be watched. */
  readonly warn?: (text: string) => void;
  /** What calls are expected to cost, by the caller's name, before there are any. */
  readonly expected?: ReadonlyMap<string, ExpectedCost>;
}

/** Gauges come once a second; what is priced by time goes on costing until the next, and until the calls have ended. */
const AHEAD_MS = 1250;

/** Null: the plan sets no limit. */
export function budgetSink(
  { budget, pricing }: Pick<Judgement, 'budget' | 'pricing'>,
  options: BudgetOptions = {},
): BudgetSink | null {
  if (budget?.maxUsd === undefined && budget?.maxUsdPerCall === undefined) return null;
  const { prices } = knownPrices(pricing);
  return prices === null ? null : new BudgetWatch(budget, prices, options);
}

class BudgetWatch implements BudgetSink {
  readonly name = 'budget';
  private readonly budget: NonNullable<Judgement['budget']>;
  private readonly maxUsd: number;
  private readonly polite: boolean;
  private readonly prices: ConstructorParameters<typeof Spending>[0];
  private readonly spending: Spending;
  private readonly warn: (text: string) => void;
  private control: RunControl | null = null;
  private drained: BudgetMoment | null = null;
  private stopped: BudgetMoment | null = null;
  private warned = false;
  private readonly callsEnded = new Set<number>();
  private lastMs = 0;

  constructor(
    budget: NonNullable<Judgement['budget']>,
    prices: ConstructorParameters<typeof Spending>[0],
    { warn = () => {}, expected = new Map() }: BudgetOptions,
  ) {
    this.budget = budget;
    this.maxUsd = budget.maxUsd ?? Infinity;
    // Before there was a choice, all calls were ended.
    this.polite = budget.stop === 'polite';
    this.prices = prices;
    this.spending = new Spending(prices, expected);
    this.warn = warn;
  }

  readonly begin: NonNullable<Sink['begin']> = (_, control) => {
    this.control = control;
    this.look(0);
  };

  readonly record: NonNullable<Sink['record']> = (record) => {
    const { spending } = this;
    switch (record.type) {
      case 'started':
        spending.started(record);
        this.look(record.atMs);
        break;
      case 'turn':
        spending.turn(record);
        this.doubt(record.usage);
        this.look(this.nowMs);
        break;
      case 'call':
        spending.ended(record);
        this.doubt(record.usage);
        this.look(record.endedMs ?? this.nowMs);
        break;
      default:
        break;
    }
  };

  readonly used: NonNullable<Sink['used']> = (used: UsedSoFar) => {
    this.spending.used(used);
    this.doubt(used.usage);
    this.endDear(used.call, used.atMs);
    this.look(used.atMs);
  };

  readonly gauge: NonNullable<Sink['gauge']> = ({ atMs }) => {
    const { maxUsdPerCall } = this.budget;
    if (maxUsdPerCall !== undefined) {
      for (const call of this.spending.beyond(maxUsdPerCall, atMs)) this.endDear(call, atMs);
    }
    this.spending.review(atMs);
    this.look(atMs);
  };

  account(): BudgetRecord {
    const { maxUsd, maxUsdPerCall } = this.budget;
    return {
      maxUsd: maxUsd ?? null,
      stop: this.polite ? 'polite' : 'now',
      ...(maxUsdPerCall === undefined ? {} : { maxUsdPerCall }),
      spentUsd: this.spending.spentUsd(this.lastMs),
      ...(this.drained === null ? {} : { drained: this.drained }),
      ...(this.stopped === null ? {} : { stopped: this.stopped }),
      ...(this.callsEnded.size === 0 ? {} : { callsEnded: [...this.callsEnded].toSorted((a, b) => a - b) }),
    };
  }

  private get nowMs(): number {
    return Math.max(0, this.control?.nowMs() ?? 0);
  }

  private look(atMs: number): void {
    this.lastMs = Math.max(this.lastMs, atMs);
    const { spending, maxUsd } = this;
    if (this.stopped !== null || this.control === null || maxUsd === Infinity) return;
    const spentUsd = spending.spentUsd(atMs);
    const aheadUsd = spending.aheadUsd(atMs, AHEAD_MS);
    const billedUsd = this.polite ? spending.answersGoingOnUsd + aheadUsd : aheadUsd;
    const going = spending.going;
    const moment = (reservedUsd: number): BudgetMoment => ({
      atMs,
      spentUsd,
      reservedUsd,
      callsGoingOn: going,
    });
    if (spentUsd + billedUsd >= maxUsd) {
      this.stopped = moment(billedUsd);
      const reserved = billedUsd > 0 ? `, and up to ${usd(billedUsd)} being billed` : '';
      this.control.stop('budget', `spent ${usd(spentUsd)} of ${usd(maxUsd)}${reserved}`);
      return;
    }
    if (!this.polite || this.drained !== null) return;
    if (spentUsd + spending.reserveUsd(atMs, 1) <= maxUsd) return;
    const reservedUsd = spending.reserveUsd(atMs);
    this.drained = moment(reservedUsd);
    const rest =
      going === 0 ? '' : `, and ${usd(reservedUsd)} reserved for ${plural(going, 'call')} going on`;
    const further = usd(spending.reserveUsd(atMs, 1) - reservedUsd);
    this.control.drain(
      'budget',
      `spent ${usd(spentUsd)} of ${usd(maxUsd)}${rest}: no room for a further call of up to ${further}`,
    );
  }

  private endDear(call: number, atMs: number): void {
    const { maxUsdPerCall } = this.budget;
    if (maxUsdPerCall === undefined || this.callsEnded.has(call)) return;
    const spentUsd = this.spending.spentOn(call, atMs);
    if (spentUsd < maxUsdPerCall) return;
    this.callsEnded.add(call);
    this.control?.endCall(call, `it cost ${usd(spentUsd)}, and a call may cost ${usd(maxUsdPerCall)}`);
  }

  private doubt(usage: Parameters<typeof isKnown>[0] | null): void {
    if (this.warned || usage === null || !untold(usage, this.prices)) return;
    this.warned = true;
    const { maxUsd, maxUsdPerCall = 0 } = this.budget;
    const which = maxUsd === undefined ? `${usd(maxUsdPerCall)} a call` : usd(maxUsd);
    this.warn(
      `the budget of ${which} cannot be watched: the target does not tell what its answers use, and what the run costs is unknown`,
    );
  }
}

/** That it was cut off before it could tell is no doubt. */
function untold(usage: Parameters<typeof isKnown>[0], prices: Parameters<typeof isKnown>[1]): boolean {
  const { unreported = 0, unreportedTranscriptions = 0 } = usage;
  return !isKnown({ ...usage, cutOff: 0 }, prices) && unreported + unreportedTranscriptions > 0;
}
