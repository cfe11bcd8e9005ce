/**
 * Callers that lost their connection in the middle of the script: whether and how soon they were back, what they lost by it, and what
 * telling the conversation again cost. Nothing where no connection was lost, or no client dials again.
 */

import type { ReconnectRecord } from '../../core/log/record.ts';
import type { AccountedCall } from '../account.ts';
import { between, recordOf, type Family } from './family.ts';

export const reconnecting = {
  reconnect_time: {
    row: 'whole',
    ofCall: (call) => lossesOf(call).flatMap(({ lostMs, readyMs }) => between(lostMs, readyMs) ?? []),
    owed: {
      text: 'calls never came back after a lost connection',
      ofCall: (call) => cameBack(call) === false,
    },
  },
  turns_lost: {
    ofCall: (call) => (lossesOf(call).length === 0 ? null : call.turns.filter(wasLost).length),
  },
  reconnect_rate: { ofCall: cameBack, isBad: (rate) => rate < 1 },
  replay_tokens: {
    ofBill: ({ replays }) => (replays.length === 0 ? null : replays.map(({ tokens }) => tokens)),
  },
  replay_cost: { ofBill: ({ replays }) => replays.flatMap(({ usd }) => usd ?? []) },
} as const satisfies Family;

function lossesOf(call: AccountedCall): readonly ReconnectRecord[] {
  return recordOf(call)?.reconnects ?? [];
}

/** Null: it lost no connection, or had come to the end of its script before it was back. */
function cameBack(call: AccountedCall): boolean | null {
  const last = lossesOf(call).at(-1);
  if (last === undefined) return null;
  if (last.readyMs !== null) return true;
  return call.outcome === 'completed' ? null : false;
}

/** Its words or its answer went with a connection. */
function wasLost({ failure }: AccountedCall['turns'][number]): boolean {
  return failure === 'connection_lost' || failure === 'disconnected';
}
