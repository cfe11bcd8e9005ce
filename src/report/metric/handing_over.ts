/** How many callers were handed to a person, and how many were served to the end without one. */

import type { FallbackRecord } from '../../core/log/judged.ts';
import type { AccountedCall } from '../account.ts';
import { cutOffByHarness } from '../cut_off.ts';
import { recordOf, type Family } from './family.ts';

export const handingOver = {
  escalation_rate: { ofCall: handedOver, isBad: (rate) => rate > 0.1 },
  containment: {
    ofCall: (call) => {
      const escalated = handedOver(call);
      return escalated === null ? null : !escalated && call.outcome === 'completed';
    },
  },
} as const satisfies Family;

/** Null: nobody could tell. A handover by a tool, or by how the call ended, is known whatever was said; that there was none, only of turns that were judged. */
function handedOver(call: AccountedCall): boolean | null {
  const record = recordOf(call);
  if (record === null || cutOffByHarness(call)) return null;
  let judged = call.turns.length > 0;
  for (const { fallbacks } of call.turns) {
    if (fallbacks === undefined || fallbacks === null) judged = false;
    else if (fallbacks.some(isHandover)) return true;
  }
  if (record.fallbacks?.some(isHandover) === true) return true;
  return judged ? false : null;
}

function isHandover({ label }: FallbackRecord): boolean {
  return label === 'handover.done';
}
