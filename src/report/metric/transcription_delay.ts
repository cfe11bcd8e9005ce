/** How soon the caller's words are written down: beside the way to the answer, not on it. */

import type { Family } from './family.ts';

export const transcriptionDelay = {
  transcription_delay: { row: 'whole', ofTurn: ({ times }) => times.transcriptionDelay },
} as const satisfies Family;
