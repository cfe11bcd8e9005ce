/** What calls cost, by the call, the minute and the turn. Nothing where no prices are known; owed where somebody did not tell. */

import type { CallBill } from '../bill.ts';
import type { Family, Owed } from './family.ts';

const unknown = ({ usd, leastUsd }: CallBill): number => (usd === null && leastUsd !== null ? 1 : 0);
const calls: Owed = { text: 'calls did not tell all that they used', ofBill: unknown };

export const callCost = {
  cost_per_call: { owed: calls, ofBill: ({ usd }) => usd },
  cost_per_minute: {
    owed: calls,
    ofBill: ({ usd, sessionS }) => (usd === null || sessionS === 0 ? null : usd / (sessionS / 60)),
  },
  cost_per_turn: {
    owed: { text: 'turns did not tell all that they used', ofBill: ({ turnsUnknown }) => turnsUnknown },
    ofBill: ({ turnsUsd }) => turnsUsd,
  },
} as const satisfies Family;
