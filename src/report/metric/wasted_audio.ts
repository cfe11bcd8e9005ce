/** Agent audio that was received, so paid for, and never heard: interrupted, or hung up on. */

import type { Family } from './family.ts';

export const wastedAudio = {
  wasted_audio: { ofBill: ({ wastedS }) => wastedS },
  wasted_audio_cost: { ofBill: ({ wastedUsd }) => wastedUsd },
} as const satisfies Family;
