/** What a call takes to stand, and how long it stood. */

import { between, recordOf, type Family } from './family.ts';

export const setup = {
  connect_time: {
    row: 'whole',
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.dialedMs, record.connectedMs);
    },
    owed: { text: 'calls got no connection', ofCall: ({ connectedMs }) => connectedMs === null },
  },
  setup_time: {
    row: 'whole',
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.scheduledMs, record.readyMs);
    },
    owed: { text: 'calls got no session', ofCall: ({ readyMs }) => readyMs === null },
  },
  call_duration: {
    ofCall: (call) => {
      const record = recordOf(call);
      return record === null ? null : between(record.readyMs, record.endedMs);
    },
  },
} as const satisfies Family;
