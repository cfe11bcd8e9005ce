/** Time in which neither side is heard, of calls that had a session. The caller's own pauses are in it. */

import type { CallRecord } from '../../core/log/record.ts';
import type { AccountedCall } from '../account.ts';
import { recordOf, type Family } from './family.ts';

export const deadAir = {
  dead_air: { row: 'whole', ofCall: (call) => silenceOf(call)?.longest ?? null },
  dead_air_total: { ofCall: (call) => silenceOf(call)?.total ?? null },
} as const satisfies Family;

function silenceOf(call: AccountedCall): CallRecord['deadAirMs'] | null {
  const record = recordOf(call);
  return record === null || record.readyMs === null ? null : record.deadAirMs;
}
