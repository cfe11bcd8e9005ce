/** Agent audio that was received, so paid for, and never heard: interrupted, or hung up on. */

import { hasTurns, type AccountedCall } from '../account.ts';
import type { Family } from './family.ts';

export const wastedAudio = {
  // Of a call that left nothing but its beginning nobody knows what it received.
  wasted_audio: { ofBill: ({ wastedS, call }) => (nothingKnown(call) ? null : wastedS) },
  wasted_audio_cost: { ofBill: ({ wastedUsd, call }) => (nothingKnown(call) ? null : wastedUsd) },
} as const satisfies Family;

function nothingKnown(call: AccountedCall): boolean {
  return call.lost && !hasTurns(call);
}
