/**
 * From calls to raw samples: one list of values per distribution and one pair of counts per rate, under the names of
 * core/log/metric. Pure. What did not happen gives no value here: it is counted in a rate, and as missing where it was
 * owed. Of all calls, or of some: the samples of the callers, put together, are those of the whole.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { MetricName } from '../core/log/metric.ts';
import { untracedCall, type AccountedCall } from './account.ts';
import type { CallBill } from './bill.ts';
import { measuredTurn, type MeasuredTurn, type RateCount } from './metric/family.ts';
import {
  measureBill,
  measureCall,
  measureCourse,
  measureEnding,
  measureMeasured,
  type Receiver,
} from './metric/measure.ts';
import { measuresOfRates } from './metric/registry.ts';
import { KeptValues } from './kept_values.ts';
import type { TurnCounts } from './summary.ts';

export interface Samples {
  readonly values: ReadonlyMap<MetricName, Iterable<number>>;
  readonly rates: ReadonlyMap<MetricName, RateCount>;
  /** How many cases of a metric should have given a value and gave none. */
  readonly missing: ReadonlyMap<MetricName, number>;
}

/** `untraced`: how many planned calls left no trace in the log. */
export function measure(calls: readonly AccountedCall[], bills: readonly CallBill[], untraced = 0): Samples {
  const measuring = new Measuring();
  for (const call of calls) measuring.call(call, call.turns.map(measuredTurn));
  return measuring.samples(bills, untraced);
}

/** The same, call by call. */
export class Measuring {
  private readonly collected = new Collector();
  private readonly endings = new Endings();

  constructor() {
    for (const [metric, { always }] of measuresOfRates)
      if (always === true) this.collected.cases(metric, 0, 0);
  }

  call(call: AccountedCall, turns: readonly MeasuredTurn[]): void {
    measureCourse(call, this.collected);
    this.endings.add(call);
    for (const turn of turns) measureMeasured(turn, this.collected);
  }

  /** Of the calls so far, what they cost and those that left no trace; once. */
  samples(bills: readonly CallBill[], untraced: number): Samples {
    for (let call = 0; call < untraced; call++) measureCall(untracedCall, this.collected);
    for (const { call, times } of this.endings.all()) measureEnding(call, times, this.collected);
    for (const bill of bills) measureBill(bill, this.collected);
    return this.collected;
  }
}

interface Ending {
  /** One that ended so. */
  readonly call: AccountedCall;
  times: number;
}

/** How many calls ended in each way: outcome and failure. */
class Endings {
  private readonly byOutcome = new Map<AccountedCall['outcome'], Map<FailureCode | null, Ending>>();

  add(call: AccountedCall): void {
    const { outcome, failure } = call;
    let byFailure = this.byOutcome.get(outcome);
    if (byFailure === undefined) this.byOutcome.set(outcome, (byFailure = new Map()));
    const ending = byFailure.get(failure);
    if (ending === undefined) byFailure.set(failure, { call, times: 1 });
    else ending.times++;
  }

  all(): readonly Ending[] {
    return [...this.byOutcome.values()].flatMap((byFailure) => [...byFailure.values()]);
  }
}

export class TurnTally {
  private readonly byOutcome = { answered: 0, interrupted: 0, not_expected: 0, unanswered: 0, failed: 0 };
  private readonly found = { total: 0, expected: 0, agentInterrupted: 0, bargeIns: 0, backchannels: 0 };
  private readonly failures: Partial<Record<FailureCode, number>> = {};

  turn({ turn, times }: MeasuredTurn): void {
    const { found, failures } = this;
    found.total++;
    this.byOutcome[turn.outcome]++;
    if (turn.expectsAnswer) found.expected++;
    if (times.agentInterrupted) found.agentInterrupted++;
    if (turn.bargeIn !== null) found.bargeIns++;
    found.backchannels += turn.backchannels.length;
    if (turn.failure !== null) failures[turn.failure] = (failures[turn.failure] ?? 0) + 1;
  }

  counts(): TurnCounts {
    const { answered, interrupted, not_expected: notExpected, unanswered, failed } = this.byOutcome;
    const { total, expected, agentInterrupted, bargeIns, backchannels } = this.found;
    const { failures } = this;
    return {
      total,
      expected,
      answered,
      interrupted,
      notExpected,
      unanswered,
      failed,
      agentInterrupted,
      bargeIns,
      backchannels,
      failures,
    };
  }
}

class Collector implements Receiver, Samples {
  readonly values = new Map<MetricName, KeptValues>();
  readonly rates = new Map<MetricName, { count: number; of: number }>();
  readonly missing = new Map<MetricName, number>();

  value(metric: MetricName, value: number): void {
    let values = this.values.get(metric);
    if (values === undefined) this.values.set(metric, (values = new KeptValues()));
    values.add(value);
  }

  cases(metric: MetricName, count: number, of: number): void {
    const so = this.rates.get(metric);
    if (so === undefined) this.rates.set(metric, { count, of });
    else {
      so.count += count;
      so.of += of;
    }
  }

  miss(metric: MetricName): void {
    this.missing.set(metric, (this.missing.get(metric) ?? 0) + 1);
  }
}
