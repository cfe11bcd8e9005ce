/** How long an agent lets a caller say nothing before it asks whether anyone is there. */

import { isSilent, repromptTime } from '../../core/log/timing.ts';
import type { Family } from './family.ts';

export const reprompt = {
  reprompt_time: {
    row: 'whole',
    ofTurn: ({ turn }) => repromptTime(turn),
    owed: {
      text: 'silences got no re-prompt',
      ofTurn: ({ turn }) => isSilent(turn) && repromptTime(turn) === null,
      // Where no silence brought a re-prompt, none was meant to.
      untold: (came) => came === 0,
    },
  },
} as const satisfies Family;
