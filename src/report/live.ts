/**
 * Figures of a run that is still going on, from its records one by one: O(1) each, percentiles within 1.6%.
 * The final report never reads from here.
 */

import { Histogram } from '../core/log/histogram.ts';
import type { Judgement } from '../core/plan/plan.ts';
import type { GeneratorRecord, LogRecord, Usage } from '../core/log/record.ts';
import { costOf } from '../pricing/cost.ts';
import type { Prices } from '../pricing/prices.ts';
import { timeUsd } from '../pricing/time_cost.ts';
import { distributionOf, LAST_CALLS } from './monitored.ts';
import { isKnown, knownPrices } from './bill.ts';
import { LiveMetrics } from './live_metrics.ts';
import { measureTurn } from './metric/measure.ts';
import { wentUnanswered } from './metric/response_rate.ts';

export interface LiveFigures {
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  /** Of the last ten calls to end: whether what fails still fails. */
  readonly lastFailed: number;
  readonly blocked: number;
  readonly notStarted: number;
  readonly turns: number;
  readonly unanswered: number;
  readonly responseLatency: {
    readonly count: number;
    readonly p50: number | null;
    readonly p95: number | null;
  };
  readonly sendLatenessP99: number | null;
  readonly loopLagP99: number | null;
  /** By what was told, at the most that it can have cost. Null when no prices are known. */
  readonly spentUsd: number | null;
  /** Responses and transcriptions whose usage was not told, where it is what is paid for: their cost is in no figure. */
  readonly unreported: number;
}

export class LiveTally {
  private readonly prices: Prices | null;
  private readonly metrics = new LiveMetrics(['response_latency']);
  private readonly workers = new Map<number, GeneratorRecord>();
  /** What the turns of calls that still go on have cost: replaced by the call's own figure at its end. */
  private readonly openUsd = new Map<number, number>();
  private closedUsd = 0;
  /** The same of what was not told. */
  private readonly openUnreported = new Map<number, number>();
  private closedUnreported = 0;
  private openTotalUnreported = 0;
  private openTotalUsd = 0;
  /** Calls that go on, by when they were started. */
  private readonly startedMs = new Map<number, number>();
  private completed = 0;
  private failed = 0;
  /** Whether each of the last calls to end failed, by their number in that order. */
  private readonly lastFailed: boolean[] = [];
  private blocked = 0;
  private notStarted = 0;
  private turns = 0;
  private unanswered = 0;

  constructor(pricing: Judgement['pricing']) {
    this.prices = knownPrices(pricing).prices;
  }

  add(record: LogRecord): void {
    switch (record.type) {
      case 'strike':
        return;
      case 'started':
        this.startedMs.set(record.call, record.atMs);
        return;
      case 'turn': {
        this.turns++;
        if (wentUnanswered(record)) this.unanswered++;
        measureTurn(record, this.metrics);
        if (record.usage !== null && this.prices !== null) {
          const usd = costOf(record.usage, this.prices, 0).totalUsd;
          this.openUsd.set(record.call, (this.openUsd.get(record.call) ?? 0) + usd);
          this.openTotalUsd += usd;
          const unreported = this.unreportedOf(record.usage);
          if (unreported > 0) {
            this.openUnreported.set(record.call, (this.openUnreported.get(record.call) ?? 0) + unreported);
            this.openTotalUnreported += unreported;
          }
        }
        return;
      }
      case 'call': {
        this.startedMs.delete(record.call);
        const openUsd = this.openUsd.get(record.call) ?? 0;
        this.openTotalUsd -= openUsd;
        this.openUsd.delete(record.call);
        if (this.prices !== null) {
          const sessionS =
            record.readyMs === null
              ? 0
              : Math.max(0, (record.endedMs ?? record.readyMs) - record.readyMs) / 1000;
          // The record of a call that was lost with its worker knows nothing of what its turns had cost.
          this.closedUsd += Math.max(openUsd, costOf(record.usage, this.prices, sessionS).totalUsd);
          const openUnreported = this.openUnreported.get(record.call) ?? 0;
          this.openTotalUnreported -= openUnreported;
          this.openUnreported.delete(record.call);
          this.closedUnreported += Math.max(openUnreported, this.unreportedOf(record.usage));
        }
        if (record.outcome === 'completed' || record.outcome === 'failed') {
          this.lastFailed[(this.completed + this.failed) % LAST_CALLS] = record.outcome === 'failed';
        }
        if (record.outcome === 'completed') this.completed++;
        else if (record.outcome === 'failed') this.failed++;
        else if (record.outcome === 'blocked') this.blocked++;
        else this.notStarted++;
        return;
      }
      case 'generator':
        this.workers.set(record.worker, record);
        return;
      case 'header':
      case 'calibration':
      case 'calibration_trouble':
      case 'footer':
        return;
    }
  }

  /** Calls priced by their duration cost while they go on: `nowMs` says how long that has been. */
  figures(nowMs = 0): LiveFigures {
    const sendLateness = new Histogram();
    const loopLag = new Histogram();
    for (const worker of this.workers.values()) {
      sendLateness.merge(worker.sendLateness);
      loopLag.merge(worker.loopLag);
    }
    const latency = distributionOf(this.metrics.metrics(), 'response_latency');
    return {
      active: this.startedMs.size,
      completed: this.completed,
      failed: this.failed,
      lastFailed: this.lastFailed.filter((failed) => failed).length,
      blocked: this.blocked,
      notStarted: this.notStarted,
      turns: this.turns,
      unanswered: this.unanswered,
      responseLatency: {
        count: latency?.count ?? 0,
        p50: latency?.p50 ?? null,
        p95: latency?.p95 ?? null,
      },
      sendLatenessP99: sendLateness.percentile(99),
      loopLagP99: loopLag.percentile(99),
      spentUsd:
        this.prices === null
          ? null
          : Math.max(0, this.closedUsd + this.openTotalUsd + this.runningUsd(nowMs)),
      unreported: this.unreported,
    };
  }

  /** Responses and transcriptions whose usage was not told. */
  get unreported(): number {
    return this.closedUnreported + this.openTotalUnreported;
  }

  private unreportedOf(usage: Usage): number {
    if (this.prices === null || isKnown(usage, this.prices)) return 0;
    const responses = this.prices.model.kind === 'tokens' ? (usage.unreported ?? 0) : 0;
    const transcriptions = this.prices.transcription === null ? 0 : (usage.unreportedTranscriptions ?? 0);
    return responses + transcriptions;
  }

  private runningUsd(nowMs: number): number {
    const { prices } = this;
    if (prices === null) return 0;
    const byTime =
      prices.model.kind === 'duration' ||
      prices.telephony !== undefined ||
      prices.infrastructure !== undefined;
    let totalUsd = 0;
    if (!byTime) return totalUsd;
    for (const startedMs of this.startedMs.values())
      totalUsd += timeUsd(Math.max(0, nowMs - startedMs) / 1000, prices);
    return totalUsd;
  }
}
