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

export function missingOfTurn(measured: MeasuredTurn): ValueName[] {
  if (endedByHarness(measured.turn)) return [];
  return owedByTurn.filter(({ isOwed }) => isOwed(measured)).map(({ metric }) => metric);
}

export function missingOfCall(call: AccountedCall): ValueName[] {
  return owedByCall.filter(({ isOwed }) => isOwed(call)).map(({ metric }) => metric);
}

export function missingOfBill(bill: CallBill): ValueName[] {
  return owedByBill.flatMap(({ metric, owing: of }) => Array.from({ length: of(bill) }, () => metric));
}
