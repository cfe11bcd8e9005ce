/**
 * Watches the thresholds that may end a run early, from its records one by one: which of them does not hold, by the figures
 * so far. A threshold is looked at from its delay on, and breaks on something that was measured or that never came, never
 * on nothing. Pure: instants are handed in.
 */

import type { Judgement, Threshold } from '../core/plan/plan.ts';
import type { CallRecord, GeneratorRecord, LogRecord, TurnRecord } from '../core/log/record.ts';
import type { Prices } from '../pricing/prices.ts';
import { accountOf } from './account.ts';
import { billOf, knownPrices } from './bill.ts';
import { histogramDistribution } from './describe.ts';
import { mergedOf } from './generator.ts';
import { judge, untold } from './judge.ts';
import { LiveMetrics } from './live_metrics.ts';
import { measureBill, measureCall, measureTurn } from './metric/measure.ts';
import { measuresOfValues } from './metric/registry.ts';
import type { Metrics } from './metric_figures.ts';
import type { ThresholdResult } from './summary.ts';

const timings = measuresOfValues.flatMap(([name, { ofGenerator }]) =>
  ofGenerator === undefined ? [] : { name, ofGenerator },
);

type Stopping = Threshold & Required<Pick<Threshold, 'abort'>>;

export class ThresholdWatch {
  private readonly thresholds: readonly Stopping[];
  private readonly prices: Prices | null;
  private readonly dialect: string;
  /** By the kind of caller; undefined: of all calls. */
  private readonly figures = new Map<string | undefined, LiveMetrics>();
  /** Of calls that go on: some of what is measured of a call needs its turns. */
  private readonly openTurns = new Map<number, TurnRecord[]>();
  private readonly workers = new Map<number, GeneratorRecord>();

  /** `dialect`: what that has no words for stops no run. */
  constructor({ thresholds, pricing }: Pick<Judgement, 'thresholds' | 'pricing'>, dialect = '') {
    this.dialect = dialect;
    this.thresholds = thresholds.filter((one): one is Stopping => one.abort !== undefined);
    this.prices = knownPrices(pricing).prices;
    for (const { caller } of this.thresholds) {
      const metrics = this.thresholds.filter((one) => one.caller === caller).map(({ metric }) => metric);
      this.figures.set(caller, new LiveMetrics(metrics));
    }
  }

  add(record: LogRecord): void {
    if (this.thresholds.length === 0) return;
    switch (record.type) {
      case 'turn':
        this.addTurn(record);
        return;
      case 'call':
        this.addCall(record);
        return;
      case 'generator':
        this.workers.set(record.worker, record);
        return;
      default:
    }
  }

  /** The first of the thresholds, in the scenario's order, that does not hold; null: none. `nowMs`: since instant 0. */
  breach(nowMs: number): ThresholdResult | null {
    const measured = new Map<string | undefined, Metrics>();
    for (const threshold of this.thresholds) {
      if (nowMs < threshold.abort.delayMs) continue;
      const { caller } = threshold;
      const metrics = measured.get(caller) ?? this.metricsOf(caller);
      measured.set(caller, metrics);
      const result = judge(threshold, metrics);
      const judged = untold(result, this.dialect) === null;
      if (judged && result.count > 0 && !result.pass) return result;
    }
    return null;
  }

  /** How each of them that can be judged stands, in the scenario's order; without delay. */
  results(): readonly ThresholdResult[] {
    const measured = new Map<string | undefined, Metrics>();
    const results = this.thresholds.map((threshold) => {
      const { caller } = threshold;
      const metrics = measured.get(caller) ?? this.metricsOf(caller);
      measured.set(caller, metrics);
      return judge(threshold, metrics);
    });
    return results.filter((result) => untold(result, this.dialect) === null);
  }

  private addTurn(turn: TurnRecord): void {
    const turns = this.openTurns.get(turn.call);
    if (turns === undefined) this.openTurns.set(turn.call, [turn]);
    else turns.push(turn);
    for (const figures of this.figuresFor(turn.caller)) measureTurn(turn, figures);
  }

  private addCall(record: CallRecord): void {
    const call = accountOf(record, this.openTurns.get(record.call) ?? [], 0);
    this.openTurns.delete(record.call);
    const bill = billOf(call, this.prices);
    for (const figures of this.figuresFor(record.caller)) {
      measureCall(call, figures);
      if (bill !== null) measureBill(bill, figures);
    }
  }

  private *figuresFor(caller: string | null): Iterable<LiveMetrics> {
    const [all, own] = [this.figures.get(undefined), caller === null ? undefined : this.figures.get(caller)];
    if (all !== undefined) yield all;
    if (own !== undefined) yield own;
  }

  private metricsOf(caller: string | undefined): Metrics {
    const metrics = this.figures.get(caller)?.metrics() ?? {};
    if (caller !== undefined || this.workers.size === 0) return metrics;
    const workers = [...this.workers.values()];
    const own = timings.map(
      ({ name, ofGenerator }) => [name, histogramDistribution(name, mergedOf(workers, ofGenerator))] as const,
    );
    return { ...metrics, ...Object.fromEntries(own) };
  }
}
