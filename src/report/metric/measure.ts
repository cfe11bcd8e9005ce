/**
 * Asks every family of the registry for what a turn, a call and its bill give. Pure. What is done with it (kept for exact
 * percentiles, or counted while a run goes on) is the receiver's business.
 */

import type { RateName, ValueName } from '../../core/log/metric.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import type { AccountedCall } from '../account.ts';
import type { CallBill } from '../bill.ts';
import { missingOfBill, missingOfCall, missingOfTurn } from '../missing.ts';
import { measuredTurn, type Cases, type MeasuredTurn, type Values } from './family.ts';
import { measuresOfRates, measuresOfValues } from './registry.ts';

export interface Receiver {
  value(metric: ValueName, value: number): void;
  /** So many of so many cases held. */
  cases(metric: RateName, count: number, of: number): void;
  /** What should have given a value gave none. */
  miss(metric: ValueName): void;
}

export function measureTurn(turn: TurnRecord, into: Receiver): void {
  measureMeasured(measuredTurn(turn), into);
}

/** One whose latencies are worked out. */
export function measureMeasured(measured: MeasuredTurn, into: Receiver): void {
  askTurn(measured, into);
  for (const metric of missingOfTurn(measured)) into.miss(metric);
}

/** Of the call itself: its turns are measured each for itself. */
export function measureCall(call: AccountedCall, into: Receiver): void {
  measureCourse(call, into);
  measureEnding(call, 1, into);
}

/** What does not follow from its ending alone. */
export function measureCourse(call: AccountedCall, into: Receiver): void {
  askCall(call, into);
  for (const metric of missingOfCall(call)) into.miss(metric);
}

/** Of so many calls that ended as this one did: a long run has tens of thousands, and each code of failure a rate. */
export function measureEnding(call: AccountedCall, times: number, into: Receiver): void {
  for (const { metric, ask } of endings) giveCases(metric, ask(call), into, times);
}

export function measureBill(bill: CallBill, into: Receiver): void {
  askBill(bill, into);
  for (const metric of missingOfBill(bill)) into.miss(metric);
}

const askTurn = asking<MeasuredTurn>(
  ({ ofTurn }) => ofTurn,
  ({ ofTurn }) => ofTurn,
);
const askCall = asking<AccountedCall>(
  ({ ofCall }) => ofCall,
  ({ ofCall, byEnding }) => (byEnding === true ? undefined : ofCall),
);
const endings = measuresOfRates.flatMap(([metric, { ofCall, byEnding }]) =>
  ofCall === undefined || byEnding !== true ? [] : { metric, ask: ofCall },
);
const askBill = asking<CallBill>(
  ({ ofBill }) => ofBill,
  ({ ofBill }) => ofBill,
);

/** Only those families that have something to say of it are asked, found once. */
function asking<Of>(
  valuesOf: (measure: (typeof measuresOfValues)[number][1]) => ((of: Of) => Values) | undefined,
  casesOf: (measure: (typeof measuresOfRates)[number][1]) => ((of: Of) => Cases) | undefined,
): (of: Of, into: Receiver) => void {
  const values = measuresOfValues.flatMap(([metric, measure]) => {
    const ask = valuesOf(measure);
    return ask === undefined ? [] : { metric, ask };
  });
  const rates = measuresOfRates.flatMap(([metric, measure]) => {
    const ask = casesOf(measure);
    return ask === undefined ? [] : { metric, ask };
  });
  return (of, into) => {
    for (const { metric, ask } of values) giveValues(metric, ask(of), into);
    for (const { metric, ask } of rates) giveCases(metric, ask(of), into);
  };
}

function giveValues(metric: ValueName, given: Values, into: Receiver): void {
  if (given === null) return;
  if (typeof given === 'number') into.value(metric, given);
  else for (const value of given) into.value(metric, value);
}

function giveCases(metric: RateName, given: Cases, into: Receiver, times = 1): void {
  if (given === null) return;
  if (typeof given === 'boolean') into.cases(metric, given ? times : 0, times);
  else if ('of' in given && typeof given.of === 'number')
    into.cases(metric, given.count * times, given.of * times);
  else for (const holds of given as readonly boolean[]) into.cases(metric, holds ? times : 0, times);
}
