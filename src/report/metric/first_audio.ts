/** When the first audio of an answer was received, whether or not anything could be heard by then. */

import type { Family } from './family.ts';
import { asksForWords, wentWithoutAnswer } from './response_latency.ts';

export const firstAudio = {
  time_to_first_audio: {
    row: 'whole',
    ofTurn: (measured) => (asksForWords(measured) ? measured.times.timeToFirstAudio : null),
    owed: {
      text: 'turns got no audio',
      ofTurn: (measured) =>
        !measured.usedTool && wentWithoutAnswer(measured) && measured.times.timeToFirstAudio === null,
      // Turns without audio are those without an answer.
      untold: () => true,
    },
  },
} as const satisfies Family;
