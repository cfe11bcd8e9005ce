/**
 * From calls to raw samples: one list of values per distribution and one pair of counts per rate, under the names of
 * core/log/metric. Pure. What did not happen gives no value here: it is counted in a rate, and as missing where it was
 * owed. Of all calls, or of some: the samples of the callers, put together, are those of the whole.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { MetricName } from '../core/log/metric.ts';
import type { TurnRecord } from '../core/log/record.ts';
import { latencies } from '../core/log/timing.ts';
import { untracedCall, type AccountedCall } from './account.ts';
import type { CallBill } from './bill.ts';
import type { RateCount } from './metric/family.ts';
import { measureBill, measureCall, measureTurn, type Receiver } from './metric/measure.ts';
import { measuresOfRates } from './metric/registry.ts';
import type { TurnCounts } from './summary.ts';

export interface Samples {
  readonly values: ReadonlyMap<MetricName, readonly number[]>;
  readonly rates: ReadonlyMap<MetricName, RateCount>;
  /** How many cases of a metric should have given a value and gave none. */
  readonly missing: ReadonlyMap<MetricName, number>;
}

/** `untraced`: how many planned calls left no trace in the log. */
export function measure(calls: readonly AccountedCall[], bills: readonly CallBill[], untraced = 0): Samples {
  const samples = new Collector();
  for (const [metric, { always }] of measuresOfRates) if (always === true) samples.cases(metric, 0, 0);
  for (const call of calls) {
    measureCall(call, samples);
    for (const turn of call.turns) measureTurn(turn, samples);
  }
  for (let call = 0; call < untraced; call++) measureCall(untracedCall, samples);
  for (const bill of bills) measureBill(bill, samples);
  return samples;
}

export function countTurns(turns: readonly TurnRecord[]): TurnCounts {
  const count = (test: (turn: TurnRecord) => boolean): number => turns.filter(test).length;
  const byCode: Partial<Record<FailureCode, number>> = {};
  for (const { failure } of turns) if (failure !== null) byCode[failure] = (byCode[failure] ?? 0) + 1;
  return {
    total: turns.length,
    expected: count((turn) => turn.expectsAnswer),
    answered: count((turn) => turn.outcome === 'answered'),
    interrupted: count((turn) => turn.outcome === 'interrupted'),
    notExpected: count((turn) => turn.outcome === 'not_expected'),
    unanswered: count((turn) => turn.outcome === 'unanswered'),
    failed: count((turn) => turn.outcome === 'failed'),
    agentInterrupted: count((turn) => latencies(turn).agentInterrupted),
    bargeIns: count((turn) => turn.bargeIn !== null),
    backchannels: turns.reduce((total, turn) => total + turn.backchannels.length, 0),
    failures: byCode,
  };
}

class Collector implements Receiver, Samples {
  readonly values = new Map<MetricName, number[]>();
  readonly rates = new Map<MetricName, RateCount>();
  readonly missing = new Map<MetricName, number>();

  value(metric: MetricName, value: number): void {
    const values = this.values.get(metric);
    if (values === undefined) this.values.set(metric, [value]);
    else values.push(value);
  }

  cases(metric: MetricName, count: number, of: number): void {
    const so = this.rates.get(metric) ?? { count: 0, of: 0 };
    this.rates.set(metric, { count: so.count + count, of: so.of + of });
  }

  miss(metric: MetricName): void {
    this.missing.set(metric, (this.missing.get(metric) ?? 0) + 1);
  }
}
