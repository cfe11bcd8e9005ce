/**
 * What agents make of what is done to calls on purpose: how soon they fall back, how soon they answer in time again once it is over,
 * and how many calls come to their end all the same. Nothing where nothing struck.
 */

import type { StruckRecord } from '../../core/log/judged.ts';
import type { AccountedCall } from '../account.ts';
import { between, recordOf, type Family } from './family.ts';

export const recovering = {
  time_to_fallback: {
    row: 'whole',
    ofCall: (call) => struckIn(call).flatMap(({ atMs, fallbackMs }) => between(atMs, fallbackMs) ?? []),
  },
  recovery_time: {
    row: 'whole',
    ofCall: (call) =>
      struckIn(call).flatMap(({ endedMs, recoveredMs }) => between(endedMs, recoveredMs) ?? []),
    owed: {
      text: 'faults were over, and no answer came in time again',
      ofCall: (call) => struckIn(call).some(({ awaited, recoveredMs }) => awaited && recoveredMs === null),
    },
  },
  survival_rate: {
    ofCall: (call) => (struckIn(call).length === 0 ? null : call.outcome === 'completed'),
    isBad: (rate) => rate < 1,
  },
} as const satisfies Family;

function struckIn(call: AccountedCall): readonly StruckRecord[] {
  return recordOf(call)?.struck ?? [];
}
