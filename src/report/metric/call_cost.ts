/** What calls cost, by the call, the minute and the turn. Nothing where no prices are known. */

import type { Family } from './family.ts';

export const callCost = {
  cost_per_call: { ofBill: ({ usd }) => usd },
  cost_per_minute: {
    ofBill: ({ usd, sessionS }) => (usd === null || sessionS === 0 ? null : usd / (sessionS / 60)),
  },
  cost_per_turn: { ofBill: ({ turnsUsd }) => turnsUsd },
} as const satisfies Family;
