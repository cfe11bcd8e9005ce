/**
 * What each call of one cell tells, metric by metric: what pairs are made of. Pure. An answer that never came is a value that
 * ranks last, and so is whatever a call that failed had waited for: what is unanswered is in no cell left out for being so.
 */

import { factsOf, type MetricName, type RateName, type ValueName } from '../../core/log/metric.ts';
import { accountOf, type AccountedCall } from '../account.ts';
import { billOf, knownPrices } from '../bill.ts';
import { cutOffByHarness } from '../cut_off.ts';
import type { RunLog } from '../log.ts';
import type { RateCount } from '../metric/family.ts';
import { measureBill, measureCall, measureTurn, type Receiver } from '../metric/measure.ts';

/** Of one call: the values of a metric, infinite where one never came; of a rate how many cases, and of how many. */
export interface CallFigures {
  readonly values: ReadonlyMap<MetricName, readonly number[]>;
  readonly rates: ReadonlyMap<MetricName, RateCount>;
}

/** By the call's number. Calls that were never made, or that the harness itself put an end to, have none. */
export type CellFigures = ReadonlyMap<number, CallFigures>;

export function cellFigures(log: RunLog): CellFigures {
  const { prices } = knownPrices(log.header.judgement.pricing);
  const found = new Map<number, CallFigures>();
  for (const run of log.runs) {
    const numbers = new Set([...run.calls.keys(), ...run.started.keys(), ...run.turns.keys()]);
    for (const number of [...numbers].sort((a, b) => a - b)) {
      const call = accountOf(run.calls.get(number), run.turns.get(number) ?? [], 0);
      if (call.outcome !== 'completed' && call.outcome !== 'failed') continue;
      if (cutOffByHarness(call)) continue;
      const figures = new Figures();
      measureCall(call, figures);
      for (const turn of call.turns) measureTurn(turn, figures);
      const bill = billOf(call, prices);
      if (bill !== null) measureBill(bill, figures);
      figures.end(call);
      found.set(number, figures);
    }
  }
  return found;
}

class Figures implements Receiver, CallFigures {
  readonly values = new Map<MetricName, number[]>();
  readonly rates = new Map<MetricName, { count: number; of: number }>();

  value(metric: ValueName, value: number): void {
    const so = this.values.get(metric);
    if (so === undefined) this.values.set(metric, [value]);
    else so.push(value);
  }

  cases(metric: RateName, count: number, of: number): void {
    const so = this.rates.get(metric);
    if (so === undefined) this.rates.set(metric, { count, of });
    else {
      so.count += count;
      so.of += of;
    }
  }

  miss(metric: ValueName): void {
    // Time that nobody waited to the end of; of what was used and not told nothing is known.
    if (factsOf(metric).unit === 'ms') this.value(metric, Infinity);
  }

  end({ outcome }: AccountedCall): void {
    if (outcome !== 'failed') return;
    // Its later turns were never asked, and would have had the worst of it.
    for (const metric of WAITED_FOR) {
      if (metric === 'response_latency' || this.values.has(metric)) this.values.set(metric, [Infinity]);
    }
  }
}

const WAITED_FOR = [
  'response_latency',
  'tool_response_latency',
  'tool_answer_latency',
  'time_to_first_audio',
] as const;
