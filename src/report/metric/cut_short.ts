/** Answers that the service cut short by its own account: too many tokens, a content filter. Logs from before say nothing of it. */

import type { Family } from './family.ts';

export const cutShort = {
  cut_short_rate: {
    ofTurn: ({ turn: { answerStatus = null } }) =>
      answerStatus === null ? null : answerStatus === 'incomplete',
    isBad: (rate) => rate > 0,
  },
} as const satisfies Family;
