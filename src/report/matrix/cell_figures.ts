/**
 * What each call of one cell tells, metric by metric: what pairs are made of. Pure. An answer that never came is a value that
 * ranks last, and so is whatever a call that failed had waited for: what is unanswered is in no cell left out for being so.
 */

import { accountOf, type AccountedCall } from '../account.ts';
import { billOf, knownPrices } from '../bill.ts';
import { cutOffByHarness } from '../cut_off.ts';
import { callNumbers } from '../call_numbers.ts';
import type { RunLog } from '../log.ts';
import { GatheredFigures, type CallFigures } from '../metric/call_figures.ts';
import { measureBill, measureCall, measureTurn } from '../metric/measure.ts';

/** By the call's number. Calls that were never made, or that the harness itself put an end to, have none. */
export type CellFigures = ReadonlyMap<number, CallFigures>;

export function cellFigures(log: RunLog): CellFigures {
  const { prices } = knownPrices(log.header.judgement.pricing);
  const found = new Map<number, CallFigures>();
  for (const run of log.runs) {
    for (const number of callNumbers(run)) {
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

class Figures extends GatheredFigures {
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
