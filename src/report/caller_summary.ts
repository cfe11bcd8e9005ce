/** The calls by the kind of caller who made them, and of each kind what a threshold asks for. Pure. */

import type { HeaderRecord } from '../core/log/record.ts';
import type { Account, AccountedCall } from './account.ts';
import type { Bill, CallBill } from './bill.ts';
import { tidyOrNull } from './describe.ts';
import type { MeasuredTurn } from './metric/family.ts';
import { metricsOf } from './metric/metric_summary.ts';
import { countedOf } from './metric/response_latency.ts';
import { wentUnanswered } from './metric/response_rate.ts';
import { KeptValues } from './kept_values.ts';
import { measure } from './samples.ts';
import { mean, percentile, sortedValues } from './statistics.ts';
import type { CallerSummary } from './summary.ts';
import type { Metrics } from './metric_figures.ts';

/** What the turns of each kind of caller come to. */
export class CallerTally {
  private readonly byCaller = new Map<string, CallerTurns>();

  call({ caller, outcome }: AccountedCall, turns: readonly MeasuredTurn[]): void {
    if (caller === null || !isStarted(outcome)) return;
    let own = this.byCaller.get(caller);
    if (own === undefined) {
      own = { turns: 0, unanswered: 0, latenciesMs: new KeptValues() };
      this.byCaller.set(caller, own);
    }
    for (const measured of turns) {
      own.turns++;
      if (wentUnanswered(measured.turn)) own.unanswered++;
      const latencyMs = countedOf(measured);
      if (latencyMs !== null) own.latenciesMs.add(latencyMs);
    }
  }

  of(caller: string): CallerTurns {
    return this.byCaller.get(caller) ?? { turns: 0, unanswered: 0, latenciesMs: new KeptValues() };
  }
}

interface CallerTurns {
  turns: number;
  unanswered: number;
  readonly latenciesMs: KeptValues;
}

function isStarted(outcome: AccountedCall['outcome']): boolean {
  return outcome === 'completed' || outcome === 'failed';
}

/** By name; of kinds whose calls were started, or that a threshold asks for. */
export function callerSummaries(
  { calls: all }: Account,
  { calls: bills }: Bill,
  { seed, judgement }: Pick<HeaderRecord, 'seed' | 'judgement'>,
  tally: CallerTally,
): CallerSummary[] {
  const kinds = new Map<string, { readonly calls: AccountedCall[]; readonly billed: CallBill[] }>();
  for (const call of all) {
    if (call.caller === null) continue;
    const own = kinds.get(call.caller);
    if (own === undefined) kinds.set(call.caller, { calls: [call], billed: [] });
    else own.calls.push(call);
  }
  for (const bill of bills) {
    const own = bill.call.caller === null ? undefined : kinds.get(bill.call.caller);
    own?.billed.push(bill);
  }
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([caller, { calls, billed }]) => {
      const asked = new Set(judgement.thresholds.flatMap((one) => (one.caller === caller ? one.metric : [])));
      const metrics = asked.size === 0 ? null : metricsOf(measure(calls, billed), null, seed, asked);
      const started = calls.filter(({ outcome }) => isStarted(outcome));
      return started.length === 0 && metrics === null
        ? []
        : summaryOf(caller, started, tally.of(caller), billed, metrics);
    });
}

function summaryOf(
  caller: string,
  calls: readonly AccountedCall[],
  { turns, unanswered, latenciesMs }: CallerTurns,
  bills: readonly CallBill[],
  metrics: Metrics | null,
): CallerSummary {
  const latency = sortedValues(latenciesMs);
  // A mean of some of them would not be theirs.
  const costs = bills.every(({ usd }) => usd !== null) ? bills.flatMap(({ usd }) => usd ?? []) : [];
  return {
    caller,
    calls: calls.length,
    completed: calls.filter((call) => call.outcome === 'completed').length,
    failed: calls.filter((call) => call.outcome === 'failed').length,
    turns,
    unanswered,
    responseLatency: {
      count: latency.length,
      p50: tidyOrNull(percentile(latency, 50)),
      p95: tidyOrNull(percentile(latency, 95)),
      max: tidyOrNull(percentile(latency, 100)),
    },
    perCallUsd: tidyOrNull(mean(sortedValues(costs))),
    ...(metrics === null ? {} : { metrics }),
  };
}
