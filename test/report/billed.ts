import type { Judgement } from '../../src/core/plan/plan.ts';
import type { AccountedCall } from '../../src/report/account.ts';
import { BillTally, type Bill } from '../../src/report/bill.ts';

/** What these calls cost, and no others. */
export function bill(calls: readonly AccountedCall[], judgement: Judgement): Bill {
  const tally = new BillTally(judgement);
  for (const call of calls) tally.call(call, tally.turnsUsd(call.turns));
  return tally.bill();
}
