/** What a call takes to stand, and how long it stood. */

import type { AccountedCall } from '../account.ts';
import { cutOffByHarness } from '../cut_off.ts';
import type { EndedCall } from '../kept_calls.ts';
import { between, recordOf, type Family } from './family.ts';

export const setup = {
  connect_time: {
    row: 'whole',
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.dialedMs, record.connectedMs);
    },
    owed: { text: 'calls got no connection', ofCall: (call) => failedToStand(call)?.connectedMs === null },
  },
  setup_time: {
    row: 'whole',
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.scheduledMs, record.readyMs);
    },
    owed: { text: 'calls got no session', ofCall: (call) => failedToStand(call)?.readyMs === null },
  },
  call_duration: {
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.readyMs, record.endedMs);
    },
  },
} as const satisfies Family;

/** The record of a call that was dialled and failed, and not for what the harness did. */
function failedToStand({ record }: AccountedCall): EndedCall | null {
  if (record === null || record.outcome !== 'failed' || record.dialedMs === null) return null;
  return cutOffByHarness(record) ? null : record;
}
