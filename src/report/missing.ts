/**
 * What should have come and never did: the answer to a turn, the end of an answer that was spoken over, a session. It has
 * no latency, and a percentile of those that came says nothing of it, so it is counted per metric. Pure. What is owed is
 * each metric's own to say; what the harness put an end to owes nothing.
 */

import type { ValueName } from '../core/log/metric.ts';
import type { AccountedCall } from './account.ts';
import type { CallBill } from './bill.ts';
import { endedByHarness } from './cut_off.ts';
import type { MeasuredTurn, Owed } from './metric/family.ts';
import { measuresOfValues } from './metric/registry.ts';

const owing: ReadonlyMap<string, Owed> = new Map(
  measuresOfValues.flatMap(([name, { owed }]) => (owed === undefined ? [] : [[name, owed] as const])),
);

/** Of a metric that waits for something; undefined: it waits for nothing. */
export function owedOf(metric: string): Owed | undefined {
  return owing.get(metric);
}

const owedByTurn = measuresOfValues.flatMap(([metric, { owed }]) =>
  owed?.ofTurn === undefined ? [] : { metric, isOwed: owed.ofTurn },
);
const owedByCall = measuresOfValues.flatMap(([metric, { owed }]) =>
  owed?.ofCall === undefined ? [] : { metric, isOwed: owed.ofCall },
);

const owedByBill = measuresOfValues.flatMap(([metric, { owed }]) =>
  owed?.ofBill === undefined ? [] : { metric, owing: owed.ofBill },
);

/** Of most: nothing is made for a turn that misses nothing, of which a long run has hundreds of thousands. */
const NOTHING: readonly ValueName[] = [];

export function missingOfTurn(measured: MeasuredTurn): readonly ValueName[] {
  return endedByHarness(measured.turn) ? NOTHING : owedBy(owedByTurn, measured);
}

export function missingOfCall(call: AccountedCall): readonly ValueName[] {
  return owedBy(owedByCall, call);
}

export function missingOfBill(bill: CallBill): readonly ValueName[] {
  let missing = NOTHING;
  for (const { metric, owing: of } of owedByBill) {
    for (let left = of(bill); left > 0; left--) missing = [...missing, metric];
  }
  return missing;
}

interface OwedOf<Of> {
  readonly metric: ValueName;
  readonly isOwed: (of: Of) => boolean;
}

function owedBy<Of>(all: readonly OwedOf<Of>[], of: Of): readonly ValueName[] {
  let missing = NOTHING;
  for (const { metric, isOwed } of all) if (isOwed(of)) missing = [...missing, metric];
  return missing;
}
